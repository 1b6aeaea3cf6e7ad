package app

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// forgetOpening lets go of the pages of the program's own file that opening the site went through: most of its code and
// tables were read once, and the system maps their neighbours along with them. None of it can have been written to; it
// stays in the system's cache, and what is asked for again is mapped again.
func forgetOpening() error {
	own, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return err
	}
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		return err
	}
	defer func() { _ = maps.Close() }() // was only read
	lines := bufio.NewScanner(maps)
	for lines.Scan() {
		if from, size, ok := ownPages(lines.Text(), own); ok {
			if _, _, no := syscall.Syscall(syscall.SYS_MADVISE, from, size, syscall.MADV_DONTNEED); no != 0 {
				return no
			}
		}
	}
	return lines.Err()
}

// mapped is how many bytes of files are in the program's memory, 0 where the system does not say.
func mapped() uint64 {
	line, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(line))
	if len(fields) < 3 {
		return 0
	}
	pages, err := strconv.ParseUint(fields[2], 10, 64)
	if err != nil {
		return 0
	}
	return pages * uint64(os.Getpagesize())
}

// ownPages reads a line of /proc/self/maps and says where it maps the file so that nobody can write to it.
func ownPages(line, file string) (from, size uintptr, ok bool) {
	place, rest, _ := strings.Cut(line, " ")
	rights, rest, _ := strings.Cut(rest, " ")
	if strings.Contains(rights, "w") || !strings.HasPrefix(rights, "r") || !strings.HasSuffix(rest, " "+file) {
		return 0, 0, false
	}
	begin, end, _ := strings.Cut(place, "-")
	a, err := strconv.ParseUint(begin, 16, strconv.IntSize)
	if err != nil {
		return 0, 0, false
	}
	z, err := strconv.ParseUint(end, 16, strconv.IntSize)
	if err != nil || z <= a {
		return 0, 0, false
	}
	return uintptr(a), uintptr(z - a), true
}
