// Package web is the server around the faces of gongkai: listeners, time and size limits, what every answer carries,
// errors as pages, health, metrics, an orderly end.
//
// What a page says belongs to the packages below this one; what the law requires of a page (《条例》第二十三条、第二十四条)
// to portal. The server keeps its promises to callers: a request that was accepted is answered although the program
// stops, a fault is told in full sentences with a number to name it by, and what operators read (《政务应用安全规定》
// asks for access logs of a year) names routes and not persons: patterns of addresses, never their values or queries,
// and callers by network unless the installation decides otherwise.
//
// Only this package knows which HTTP status a [fault.Kind] is.
package web
