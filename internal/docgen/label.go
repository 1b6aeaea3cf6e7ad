package docgen

// SansFile returns the embedded 黑体 as a TrueType file, for words that are drawn into pictures.
func SansFile() ([]byte, error) { return ours("GKSansSC-Regular") }
