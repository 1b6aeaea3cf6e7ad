package database

// DumpSchema lets the test of the generated file write it.
var DumpSchema = dumpSchema
