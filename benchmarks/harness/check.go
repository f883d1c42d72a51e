package harness

import (
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"
)

// Check finds mistakes in the description of topics, without running anything.
func Check(topics []Topic) error {
	names := map[string]bool{}
	for _, t := range topics {
		if t.Name == "" || t.Doc == "" || names[t.Name] {
			return fmt.Errorf("topic %q: the name is used twice, or name or doc is empty", t.Name)
		}
		names[t.Name] = true
		if err := t.check(); err != nil {
			return err
		}
	}
	_, err := parse(nil, topics, io.Discard) // panics when two topics have the same flag
	return err
}

// check finds mistakes in a topic's description before anything runs.
func (t Topic) check() error {
	seen := map[string]bool{}
	once := func(kind, name string) error {
		if key := kind + "\x00" + name; name == "" || seen[key] {
			return fmt.Errorf("%s: %s %q: the name is empty or used twice", t.Name, kind, name)
		} else {
			seen[key] = true
		}
		return nil
	}
	for _, j := range t.Jobs {
		if err := once("job", j.Name); err != nil {
			return err
		}
		for _, c := range j.Contestants {
			if err := once("contestant of "+j.Name, c.Library); err != nil {
				return err
			}
		}
	}
	for _, b := range t.Tables {
		if err := once("table", b.Name); err != nil {
			return err
		}
	}
	for _, r := range t.Rows {
		if err := once("row", r.Name); err != nil {
			return err
		}
		for _, c := range r.Cells {
			if err := once("cell of "+r.Name, c.Library); err != nil {
				return err
			}
		}
	}
	return nil
}

// libraries returns what takes part, in order of first appearance.
func (t Topic) libraries() []string {
	var all []string
	add := func(library string) {
		if !slices.Contains(all, library) {
			all = append(all, library)
		}
	}
	for _, j := range t.Jobs {
		for _, c := range j.Contestants {
			add(c.Library)
		}
	}
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			add(c.Library)
		}
	}
	return all
}

// versions gives each module among the libraries with its version.
func versions(info *debug.BuildInfo, libraries []string) string {
	known := map[string]string{}
	if info != nil {
		for _, m := range info.Deps {
			known[m.Path] = m.Version
			if m.Replace != nil && m.Replace.Version != "" {
				known[m.Path] = m.Replace.Version
			}
		}
	}
	var all []string
	for _, library := range libraries {
		switch version, ok := known[library]; {
		case ok:
			all = append(all, library+" "+version)
		case strings.Contains(library, "."): // a module's path has a dot in its first element
			all = append(all, library+" (version unknown)")
		}
	}
	if len(all) == 0 {
		return "none but ours"
	}
	return strings.Join(all, ", ")
}
