package app_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// TestThreeNodesCommands: the commands of the guide, and of the unit for systemd, are such as this program takes.
func TestThreeNodesCommands(t *testing.T) {
	guide, err := os.ReadFile("../../docs/guides/three-nodes.md")
	if err != nil {
		t.Fatal(err)
	}
	dir, unit := configured(t, "portico.service", "PROXY", "10.1.0.9")
	text, err := os.ReadFile(unit)
	if err != nil {
		t.Fatal(err)
	}
	var commands []string
	for _, block := range shellBlock.FindAllStringSubmatch(string(guide), -1) {
		commands = append(commands, strings.Split(strings.ReplaceAll(block[1], "\\\n", " "), "\n")...)
	}
	for line := range strings.Lines(string(text)) {
		if start, ok := strings.CutPrefix(line, "ExecStart=/usr/local/bin/"); ok {
			commands = append(commands, start)
		}
	}
	write(t, dir, "purge.yaml", "wait: 3s\n")
	checked := 0
	for _, c := range commands {
		args, ok := strings.CutPrefix(strings.TrimSpace(c), "portico ")
		if !ok {
			continue
		}
		checked++
		cmd := command(t, append(strings.Fields(args), "--print-config")...)
		cmd.Dir = dir
		cmd.Env = append(cmd.Env, "PORTICO_DATABASE_URL=postgres://portico@db.example/portico")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("portico %s: %v\n%s", args, err, out)
		}
	}
	if checked < 3 {
		t.Errorf("%d commands in %s and the guide", checked, filepath.Base(unit))
	}
}
