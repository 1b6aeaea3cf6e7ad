package app

import "testing"

func TestASiteWithoutAnAddressTakesTheOneItListensOn(t *testing.T) {
	for _, tt := range []struct {
		listen string
		tls    bool
		want   string
	}{
		{"127.0.0.1:8080", false, "http://127.0.0.1:8080"},
		{"10.1.2.3:443", true, "https://10.1.2.3:443"},
		{"[::1]:8080", false, "http://[::1]:8080"},
		{"0.0.0.0:80", false, ""}, // which of its addresses people use is not known
		{"[::]:80", false, ""},
		{":8080", false, ""},
		{"127.0.0.1:0", false, ""},
	} {
		if got := listening(tt.listen, tt.tls); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.listen, got, tt.want)
		}
	}
}
