package store

import (
	"gongkai/agency"
	"gongkai/internal/database"
)

// EachOpenAgency runs f for every agency that is not closed and adds up what it counts, until the first error.
func EachOpenAgency(r database.Reader, f func(a agency.Agency) (int, error)) (sum int, err error) {
	agencies, err := Agencies(r)
	if err != nil {
		return 0, err
	}
	for _, a := range agencies {
		if a.Closed {
			continue
		}
		n, err := f(a)
		if err != nil {
			return sum, err
		}
		sum += n
	}
	return sum, nil
}
