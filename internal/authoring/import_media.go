package authoring

import (
	"context"
	"errors"
	"io/fs"
	"maps"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/media"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// mediumFile is a medium of a project folder. Its bytes are read again when they are needed: they need not all be in memory.
type mediumFile struct {
	*listedMedium

	fsys  fs.FS
	facts media.Facts
}

// medium makes what is to be saved, with the bytes that are kept. Error: a fault.Problems.
func (f *mediumFile) medium() (*media.Medium, []byte, error) {
	b, err := fs.ReadFile(f.fsys, f.bytesFile())
	if err != nil {
		return nil, nil, fault.New(fault.Unprocessable, "%s cannot be read", f.bytesFile()).With(err)
	}
	facts, clean, err := media.Inspect(b)
	if err != nil {
		return nil, nil, err
	}
	m := &media.Medium{
		ID: f.ID, Space: f.Space, File: media.Name(f.File, facts.Type), Type: facts.Type, Sort: facts.Sort, Size: facts.Size,
		SHA256: facts.SHA256, Width: facts.Width, Height: facts.Height,
	}
	err = m.SetAlt(f.Alt)
	return m, clean, err
}

// readMedia reads the list of media, and looks at each file that it names.
func (f *Folder) readMedia(fsys fs.FS, problems *fault.Problems) {
	listed := map[string]bool{mediaListFile: true}
	if _, err := fs.Stat(fsys, mediaListFile); err == nil {
		var list mediaList
		if !yamlfile.Read(fsys, mediaListFile, &list, problems) {
			return
		}
		for _, l := range list.Media {
			if l.File == "" {
				continue // an export that named it, and did not have it
			}
			if listed[l.bytesFile()] {
				problems.Add(l.Problem("repeated", "medium %.80q is listed twice", l.ID))
				continue
			}
			listed[l.bytesFile()] = true
			f.readMedium(&mediumFile{listedMedium: l, fsys: fsys}, problems)
		}
	}
	unlisted(fsys, listed, problems)
}

// readMedium checks one medium by itself. What is wrong with its bytes is told of their file.
func (f *Folder) readMedium(file *mediumFile, problems *fault.Problems) {
	name := file.bytesFile()
	info, err := fs.Stat(file.fsys, name)
	switch {
	case !content.EntryID.MatchString(file.ID):
		problems.Add(file.Problem("bad_id", "%.80q is no id of a medium: that is a UUID of version 7, in small letters", file.ID))
		return
	case err != nil || !info.Mode().IsRegular():
		problems.Add(file.Problem("missing_file", "there is no file %.200s", name))
		return
	case info.Size() > media.MostLimit:
		problems.Add(yamlfile.Pos{File: name}.Problem("too_large", "the file has %d bytes; %d are allowed", info.Size(), media.MostLimit))
		return
	}
	m, _, err := file.medium()
	if err != nil {
		at := yamlfile.Pos{File: name}
		var ps fault.Problems
		if !errors.As(err, &ps) {
			ps = fault.Problems{{Code: "unreadable", Message: err.Error()}}
		}
		for _, p := range ps {
			if p.Pointer != "" {
				at = file.Pos // of the texts
			}
			problems.Add(at.Problem(p.Code, "%s", p.Message))
		}
		return
	}
	file.facts = media.Facts{Type: m.Type, Sort: m.Sort, Width: m.Width, Height: m.Height, Size: m.Size, SHA256: m.SHA256}
	f.media = append(f.media, file)
}

// unlisted names files that nobody would read.
func unlisted(fsys fs.FS, listed map[string]bool, problems *fault.Problems) {
	entries, err := fs.ReadDir(fsys, dirMedia)
	if err != nil {
		return // there is no such folder
	}
	for _, e := range entries {
		if name := dirMedia + "/" + e.Name(); !listed[name] && e.Name()[0] != '.' {
			problems.Add(yamlfile.Pos{File: name}.Problem("unlisted", "%s does not list this file", mediaListFile))
		}
	}
}

// importMedia brings the folder's media into the database. Bytes never change under an id.
func (i *importing) importMedia(ctx context.Context) error {
	var ps fault.Problems
	for _, f := range i.media {
		err := i.importMedium(ctx, f)
		var more fault.Problems
		if errors.As(err, &more) {
			for _, p := range more {
				ps.Add(f.Problem(p.Code, "%s", p.Message))
			}
		} else if err != nil {
			return err
		}
	}
	return ps.Err()
}

func (i *importing) importMedium(ctx context.Context, f *mediumFile) error {
	if err := i.checkMediaSpace(ctx, f.Space); err != nil {
		return err
	}
	old, err := i.tx.Medium(ctx, f.ID)
	switch {
	case fault.Is(err, fault.NotFound):
		return i.newMedium(ctx, f)
	case err != nil:
		return err
	case old.SHA256 != f.facts.SHA256 || old.Space != f.Space:
		return fault.Problems{{Code: "another_medium", Message: "medium " + f.ID + " is there already with other bytes, or in another space"}}
	}
	wanted := &media.Medium{}
	if err := wanted.SetAlt(f.Alt); err != nil {
		return err
	}
	if maps.Equal(wanted.Alt, old.Alt) && media.Name(f.File, old.Type) == old.File {
		i.done.Unchanged.Media++
		return nil
	}
	if err := i.editMedium(ctx, old, MediumEdit{f.File, f.Alt}); err != nil {
		return err
	}
	i.tell(f, "updated", &i.done.Updated.Media)
	return nil
}

func (i *importing) newMedium(ctx context.Context, f *mediumFile) error {
	m, data, err := f.medium()
	if err != nil {
		return err
	}
	if m.Size > i.a.mediaLimit {
		return tooLarge(i.a.mediaLimit)
	}
	m.CreatedAt, m.CreatedBy, m.UpdatedAt = i.log.At, i.actor.ID, i.log.At
	if err := i.addMedium(ctx, m, data, "import"); err != nil {
		return err
	}
	i.tell(f, "created", &i.done.Created.Media)
	return nil
}

func (i *importing) tell(f *mediumFile, what string, count *int) {
	*count++
	i.done.note(f.bytesFile(), what)
	i.changed = true
}
