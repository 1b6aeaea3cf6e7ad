//go:build !linux

package app

// forgetOpening does nothing where the system does not tell what it maps.
func forgetOpening() error { return nil }

func mapped() uint64 { return 0 }
