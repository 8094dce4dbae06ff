package media

import (
	"encoding/binary"
)

// cleanMP4 keeps film and sound. Boxes that hold no film are blanked, among them those in which telephones say where they were.
func cleanMP4(b []byte) (Facts, []byte, error) {
	top, ok := boxes(b)
	if !ok {
		return Facts{}, nil, broken("MP4")
	}
	for _, x := range top {
		switch x.kind {
		case "free", "skip", "uuid", "udta", "meta":
			x.blank()
		case "ftyp", "styp", "moov", "moof", "mfra", "mdat", "sidx", "ssix", "prft", "emsg", "pdin", "wide":
		default:
			return Facts{}, nil, refuse("broken_file", "this MP4 file has a part that no film has")
		}
	}
	tracks := inside(top, "moov", "trak")
	if len(tracks) == 0 {
		return Facts{}, nil, broken("MP4")
	}
	for _, where := range [][]string{{"moov"}, {"moov", "trak"}} {
		for _, kind := range []string{"udta", "meta", "uuid"} {
			for _, x := range inside(top, append(where, kind)...) {
				x.blank()
			}
		}
	}
	facts := Facts{Type: "audio/mp4", Sort: Audio}
	for _, track := range tracks {
		if width, height, ok := film(track); ok {
			facts.Type, facts.Sort = "video/mp4", Video
			facts.Width, facts.Height = max(facts.Width, width), max(facts.Height, height)
		}
	}
	if facts.Sort == Video && (facts.Width > maxSide || facts.Height > maxSide) {
		return Facts{}, nil, refuse("too_many_pixels", "the film has %d × %d pixels", facts.Width, facts.Height)
	}
	return facts, b, nil
}

// film gives the size of a track of pictures.
func film(track box) (width, height int, ok bool) {
	for _, h := range inside([]box{track}, "trak", "mdia", "hdlr") {
		ok = ok || len(h.body) >= 12 && string(h.body[8:12]) == "vide"
	}
	for _, h := range inside([]box{track}, "trak", "tkhd") {
		if n := len(h.body); n >= 8 { // the last two are whole numbers with a fraction of 16 bits
			width, height = int(binary.BigEndian.Uint16(h.body[n-8:])), int(binary.BigEndian.Uint16(h.body[n-4:]))
		}
	}
	return width, height, ok
}

// cleanAVIF keeps the file as it is, where it has nothing but an image.
func cleanAVIF(b []byte) (Facts, []byte, error) {
	top, ok := boxes(b)
	if !ok {
		return Facts{}, nil, broken("AVIF")
	}
	facts := Facts{Type: "image/avif", Sort: Image}
	for _, x := range top {
		switch x.kind {
		case "free", "skip", "uuid":
			x.blank()
		case "ftyp", "moov", "mdat", "meta":
		default:
			return Facts{}, nil, refuse("broken_file", "this AVIF file has a part that no image has")
		}
		if x.kind != "meta" || len(x.body) < 4 {
			continue
		}
		below, ok := boxes(x.body[4:]) // a version and flags come first
		if !ok {
			return Facts{}, nil, broken("AVIF")
		}
		if hasMetadata(below) {
			return Facts{}, nil, refuse("has_metadata", "this AVIF file holds Exif or XMP: save it without, for they may tell where it was made")
		}
		for _, size := range inside(below, "iprp", "ipco", "ispe") {
			if len(size.body) >= 12 {
				facts.Width = max(facts.Width, bounded(binary.BigEndian.Uint32(size.body[4:])))
				facts.Height = max(facts.Height, bounded(binary.BigEndian.Uint32(size.body[8:])))
			}
		}
	}
	frames := 1
	for _, samples := range inside(top, "moov", "trak", "mdia", "minf", "stbl", "stsz") {
		if len(samples.body) >= 12 {
			frames = max(frames, bounded(binary.BigEndian.Uint32(samples.body[8:])))
		}
	}
	for _, kind := range []string{"udta", "meta"} {
		for _, x := range inside(top, "moov", kind) {
			x.blank()
		}
	}
	return facts, b, sized(facts, frames)
}

// bounded gives a number that can be multiplied.
func bounded(n uint32) int { return int(min(n, 1<<24)) }

// hasMetadata says whether a file has items that are no images.
func hasMetadata(meta []box) bool {
	for _, list := range inside(meta, "iinf") {
		head := 6 // version, flags, and how many there are
		if len(list.body) > 0 && list.body[0] > 0 {
			head = 8
		}
		if len(list.body) < head {
			return true
		}
		items, ok := boxes(list.body[head:])
		if !ok {
			return true
		}
		for _, item := range inside(items, "infe") {
			at := 8 // version, flags, id, protection
			if len(item.body) > 0 && item.body[0] > 2 {
				at = 10
			}
			if len(item.body) < at+4 {
				return true
			}
			if kind := string(item.body[at : at+4]); kind == "Exif" || kind == "mime" || kind == "uri " {
				return true
			}
		}
	}
	return false
}
