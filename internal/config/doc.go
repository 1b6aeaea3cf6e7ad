// Package config is the settings of one installation: what they are called, what they mean, what they are when nobody
// says anything, and where the value in force came from.
//
// Sources are read in the order defaults, file (TOML), environment (GONGKAI_…), flags; the later wins. The table in
// settings.go is the only place that knows a setting; file, environment, help and print follow from it. Everything
// that is wrong is reported at once, each with its place; a key that does not exist is wrong, with the likely one named.
//
// What the law lets an agency decide for itself is not here but in [gongkai/agency.Settings], stored with the agency.
// No other package imports this one: internal/app passes values on.
package config
