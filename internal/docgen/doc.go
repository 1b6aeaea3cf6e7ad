// Package docgen turns a document (a letter, a review form, an annual report) into the files that offices exchange:
// DOCX that WPS and Word open, PDF and OFD (GB/T 33190-2016) with embedded Chinese fonts.
//
// All are written from one [Document], on the paper of GB/T 9704-2012: A4, 37 mm above, 28 mm to the left, a type area
// of 156 × 225 mm with 22 lines of 28 characters in 三号. The package decides line breaking (避头尾), tables whose rows
// never split over pages, page numbers; PDF and OFD draw the same sheets. It leaves the words to packages letter and
// annualreport, and electronic seals (GB/T 38540) to the seal service of the office.
package docgen
