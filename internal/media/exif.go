package media

import (
	"bytes"
	"encoding/binary"
)

// orientation reads how an image is to be turned, 1 to 8, from Exif; 1 where it does not say.
func orientation(tiff []byte) int {
	const entry, tag, most = 12, 0x0112, 1000
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > int64(len(tiff)) {
		return 1
	}
	dir := tiff[at:]
	count := min(int(order.Uint16(dir)), most)
	for dir = dir[2:]; count > 0 && len(dir) >= entry; count, dir = count-1, dir[entry:] {
		if order.Uint16(dir) == tag && order.Uint16(dir[2:]) == 3 {
			if o := int(order.Uint16(dir[8:])); o >= 1 && o <= 8 {
				return o
			}
		}
	}
	return 1
}

// onlyOrientation makes Exif that says nothing but how an image is to be turned; nil where it stands upright.
func onlyOrientation(o int) []byte {
	if o <= 1 {
		return nil
	}
	return append([]byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"), byte(o), 0, 0, 0, 0, 0, 0)
}

// turned gives the size as it is shown.
func (f Facts) turned(o int) Facts {
	if o >= 5 {
		f.Width, f.Height = f.Height, f.Width
	}
	return f
}

var exifHead = []byte("Exif\x00\x00")

// tiffOf leaves out what stands before the TIFF structure of Exif.
func tiffOf(exif []byte) []byte { return bytes.TrimPrefix(exif, exifHead) }
