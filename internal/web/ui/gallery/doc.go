// Package gallery shows every component of package ui in all its states, and both faces with their error pages, as a
// site of its own that can be served or written to a folder. It is for those who build pages and for the tests that
// look at them; it holds no real data.
package gallery
