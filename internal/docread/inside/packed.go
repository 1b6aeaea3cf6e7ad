package inside

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"sync"

	"gongkai/fault"

	"github.com/bodgit/sevenzip"
	"github.com/nwaples/rardecode/v2"
	"github.com/stangelandcl/ppmd"
	"github.com/ulikunitz/xz/lzma"
)

// mostWindow is how much memory a file of an archive may ask for while it is unpacked.
const mostWindow = 128 << 20

// take reads one file of an archive that is not ZIP, within what all of them may have.
func (r *reading) take(name string, in io.Reader, size int64, known bool) {
	tooLarge := fault.New(fault.Invalid, "文件解压后过大，疑为压缩炸弹，不予读取")
	if known && (size > maxInflated || r.inflated+size > maxTotal) {
		r.err = tooLarge
		return
	}
	if len(r.Files) >= maxFiles {
		r.fail("压缩包中的文件过多，不予读取")
		return
	}
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(in, min(maxInflated, maxTotal-r.inflated)+1))
	switch r.inflated += n; {
	case n > maxInflated, r.inflated > maxTotal:
		r.err = tooLarge
	case err != nil:
		r.err = unpackError(name, err)
	default:
		r.text(name, name, Property, "文件名")
		r.Files = append(r.Files, File{name, name, b.Bytes(), false})
	}
}

func unpackError(name string, err error) error {
	var locked *sevenzip.ReadError
	switch {
	case errors.Is(err, rardecode.ErrArchiveEncrypted), errors.Is(err, rardecode.ErrArchivedFileEncrypted), errors.As(err, &locked) && locked.Encrypted, errors.Is(err, errLockedFile):
		return fault.New(fault.Invalid, Locked)
	case errors.Is(err, rardecode.ErrMultiVolume):
		return fault.New(fault.Invalid, "这是分卷压缩包，无法检查，请合并为一个文件后上传")
	case errors.Is(err, rardecode.ErrDictionaryTooLarge), errors.Is(err, errWindow):
		return fault.New(fault.Invalid, "压缩包解压需要的内存过大，不予读取，请改用zip")
	}
	if name == "" {
		return fault.New(fault.Invalid, "压缩包不完整或已损坏，无法打开")
	}
	return fault.New(fault.Invalid, "压缩包中的“%s”已损坏", name)
}

var (
	errWindow     = errors.New("inside: window too large")
	errLockedFile = errors.New("inside: encrypted")
)

// ofSystem are the files that operating systems put into archives by themselves.
func ofSystem(name string) bool {
	return strings.HasPrefix(name, "__MACOSX/") || strings.HasSuffix(name, ".DS_Store") || strings.HasSuffix(name, "Thumbs.db")
}

// RAR opens every file of a RAR archive.
func RAR(content []byte) (c *Content, err error) {
	defer func() {
		if recover() != nil { // the library over a broken file
			c, err = nil, unpackError("", io.ErrUnexpectedEOF)
		}
	}()
	in, err := rardecode.NewReader(bytes.NewReader(content), rardecode.MaxDictionarySize(mostWindow))
	if err != nil {
		return nil, unpackError("", err)
	}
	r := &reading{}
	for {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			return &r.Content, nil
		}
		switch {
		case err != nil:
			return nil, unpackError("", err)
		case h.Encrypted, h.HeaderEncrypted:
			return nil, fault.New(fault.Invalid, Locked)
		case h.IsDir, ofSystem(h.Name):
			continue
		}
		if r.take(h.Name, in, h.UnPackedSize, !h.UnKnownSize); r.err != nil {
			return nil, r.err
		}
	}
}

// SevenZip opens every file of a 7z archive.
func SevenZip(content []byte) (c *Content, err error) {
	defer func() {
		if recover() != nil {
			c, err = nil, unpackError("", io.ErrUnexpectedEOF)
		}
	}()
	frugal()
	z, err := sevenzip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, unpackError("", err)
	}
	r := &reading{}
	for _, f := range z.File {
		if f.FileInfo().IsDir() || ofSystem(f.Name) {
			continue
		}
		if f.UncompressedSize > maxInflated {
			return nil, fault.New(fault.Invalid, "文件解压后过大，疑为压缩炸弹，不予读取")
		}
		in, err := f.Open()
		if err != nil {
			return nil, unpackError(f.Name, err)
		}
		r.take(f.Name, in, int64(f.UncompressedSize), true)
		_ = in.Close()
		if r.err != nil {
			return nil, r.err
		}
	}
	return &r.Content, nil
}

// frugal makes the methods of 7z that ask for memory refuse what is too much. The library allots what a file asks for,
// which may be four gigabytes for a file of a hundred bytes.
var frugal = sync.OnceFunc(func() {
	one := func(open func(properties []byte, size uint64, in io.Reader) (io.Reader, error)) sevenzip.Decompressor {
		return func(properties []byte, size uint64, in []io.ReadCloser) (io.ReadCloser, error) {
			if len(in) != 1 {
				return nil, io.ErrUnexpectedEOF
			}
			out, err := open(properties, size, in[0])
			if err != nil {
				return nil, err
			}
			return unpacked{out, in[0]}, nil
		}
	}
	sevenzip.RegisterDecompressor([]byte{0x03, 0x01, 0x01}, one(func(p []byte, size uint64, in io.Reader) (io.Reader, error) {
		if len(p) != 5 || binary.LittleEndian.Uint32(p[1:]) > mostWindow && size > mostWindow {
			return nil, errWindow
		}
		head := binary.LittleEndian.AppendUint64(bytes.Clone(p), size)
		return lzma.NewReader(io.MultiReader(bytes.NewReader(head), in))
	}))
	sevenzip.RegisterDecompressor([]byte{0x21}, one(func(p []byte, _ uint64, in io.Reader) (io.Reader, error) {
		if len(p) != 1 || p[0] > 40 {
			return nil, io.ErrUnexpectedEOF
		}
		window := (2 | int64(p[0])&1) << (p[0]/2 + 11)
		if window > mostWindow {
			return nil, errWindow
		}
		return lzma.Reader2Config{DictCap: int(window)}.NewReader2(in)
	}))
	sevenzip.RegisterDecompressor([]byte{0x03, 0x04, 0x01}, one(func(p []byte, size uint64, in io.Reader) (io.Reader, error) {
		if len(p) < 5 || binary.LittleEndian.Uint32(p[1:]) > mostWindow {
			return nil, errWindow
		}
		out, err := ppmd.NewH7zReader(in, int(p[0]), int(binary.LittleEndian.Uint32(p[1:])), int(min(size, maxTotal)))
		return &out, err
	}))
	sevenzip.RegisterDecompressor([]byte{0x06, 0xF1, 0x07, 0x01}, func([]byte, uint64, []io.ReadCloser) (io.ReadCloser, error) { return nil, errLockedFile })
	sevenzip.RegisterDecompressor([]byte{0x04, 0xF7, 0x11, 0x01}, func([]byte, uint64, []io.ReadCloser) (io.ReadCloser, error) { return nil, errWindow })
	sevenzip.RegisterDecompressor([]byte{0x04, 0xF7, 0x11, 0x02}, func([]byte, uint64, []io.ReadCloser) (io.ReadCloser, error) { return nil, errWindow })
})

// An unpacked is what a method makes of its input.
type unpacked struct {
	io.Reader
	in io.Closer
}

// Close ends reading.
func (u unpacked) Close() error { return u.in.Close() }
