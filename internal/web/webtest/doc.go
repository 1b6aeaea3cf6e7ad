// Package webtest looks at pages as people do: in a real Chromium, at the width of a desk and of a phone, in every
// theme. It finds what axe-core holds to be more than a minor barrier, sideways scrolling on a phone, errors in the console,
// breaches of the content security policy and pages that are too heavy, and it writes screenshots to a folder.
// [Select] checks markup without a browser.
//
// Only tests import it.
package webtest
