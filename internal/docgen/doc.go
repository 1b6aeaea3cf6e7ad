// Package docgen turns a document (a letter, a review form, an annual report) into the files that offices exchange:
// DOCX that WPS and Word open, and PDF with embedded Chinese fonts.
//
// Both are written from one [Document], on the paper of GB/T 9704-2012: A4, 37 mm above, 28 mm to the left, a type area
// of 156 × 225 mm with 22 lines of 28 characters in 三号. The package decides line breaking (避头尾), tables whose rows
// never split over pages, page numbers; it leaves the words to packages letter and annualreport.
package docgen
