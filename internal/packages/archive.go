package packages

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"hash/crc32"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/fault"
)

// tarRoot is the folder that npm expects all files of a package in.
const tarRoot = "package/"

// maxUnpacked bounds what a tarball is unpacked to; a release's inputs are far below it.
const maxUnpacked = 256 << 20

// Pack makes npm's tarball of a package's files (path with slashes → content). The same files give the same bytes.
func Pack(files map[string][]byte) []byte {
	var b bytes.Buffer
	zipped, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is a constant
	w := tar.NewWriter(zipped)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		_ = w.WriteHeader(&tar.Header{
			Typeflag: tar.TypeReg, Name: tarRoot + name, Size: int64(len(files[name])), Mode: 0o644, ModTime: time.Unix(0, 0),
		})
		_, _ = w.Write(files[name]) // a bytes.Buffer takes everything
	}
	_ = w.Close()
	_ = zipped.Close()
	return b.Bytes()
}

// Unpack gives the files of a tarball that Pack made. Errors: fault.Invalid for anything else.
func Unpack(tarball []byte) (map[string][]byte, error) {
	zipped, err := gzip.NewReader(bytes.NewReader(tarball))
	if err != nil {
		return nil, fault.New(fault.Invalid, "the tarball cannot be read: %v", err)
	}
	r := tar.NewReader(io.LimitReader(zipped, maxUnpacked))
	files := map[string][]byte{}
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, "the tarball cannot be read: %v", err)
		}
		name, ok := strings.CutPrefix(h.Name, tarRoot)
		if !ok || h.Typeflag != tar.TypeReg {
			return nil, fault.New(fault.Invalid, "%q is no file of a package", h.Name)
		}
		if files[name], err = io.ReadAll(r); err != nil {
			return nil, fault.New(fault.Invalid, "the tarball cannot be read: %v", err)
		}
	}
}

// entry is a file of an archive, in the order in which it stands there.
type entry struct {
	name string
	data []byte
}

// under gives files in a folder of an archive, sorted. What a package manager other than npm has no use for is left out.
func under(folder string, files map[string][]byte) (out []entry) {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if name != manifestFile {
			out = append(out, entry{folder + name, files[name]})
		}
	}
	return out
}

// archive makes a zip of entries as they are: without compression, the bytes depend on nothing but them.
func archive(entries []entry) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		size := uint64(len(e.data))
		h := &zip.FileHeader{
			Name: e.name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(e.data), CompressedSize64: size, UncompressedSize64: size,
			ModifiedDate: 1<<5 | 1, //nolint:staticcheck // the first day that a zip can name; Modified would bring a zone with it
		}
		h.SetMode(0o644)
		f, _ := w.CreateRaw(h) // sizes stand before the data: who reads the archive as a stream needs them there
		_, _ = f.Write(e.data) // a bytes.Buffer takes everything
	}
	_ = w.Close()
	return b.Bytes()
}
