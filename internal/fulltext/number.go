package fulltext

import "gongkai/civil"

// PerDay is how many records of one day of publication the numbers of the index have room for; a fuller day goes on into
// the next.
const PerDay = 1 << 17

// First returns the first number of the day in the index. Numbers grow with the day of publication, so that the newest
// come first without sorting, also where old records are brought in later.
func First(day civil.Date) int64 { return int64(day.Number()) * PerDay }
