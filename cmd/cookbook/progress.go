package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// progressVersion is the version of the progress file's form.
const progressVersion = 1

// progress is what the user's config folder keeps of the quiz.
type progress struct {
	Version int                `json:"version"`
	Items   map[string]answers `json:"items"` // by key: "output memory/cycles" or "bug concurrency/race"
}

// answers counts the answers to one item.
type answers struct {
	Seen  int  `json:"seen"`
	Right int  `json:"right"`
	Wrong int  `json:"wrong"`
	Last  bool `json:"last"` // whether the last answer was right
}

// progressFile returns where the progress is kept.
func progressFile() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("quiz: there is no config folder: %w", err)
	}
	return filepath.Join(dir, "goconcepts-cookbook", "quiz.json"), nil
}

// loadProgress reads the progress; a file that is not there is no progress.
func loadProgress(file string) (*progress, error) {
	p := &progress{Version: progressVersion, Items: map[string]answers{}}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return nil, fmt.Errorf("quiz: %w", err)
	}
	if err := json.Unmarshal(text, p); err != nil {
		return nil, fmt.Errorf("quiz: %s cannot be read (%w); `quiz reset` begins anew", file, err)
	}
	if p.Version != progressVersion {
		return nil, fmt.Errorf("quiz: %s has version %d, and this cookbook knows version %d", file, p.Version, progressVersion)
	}
	if p.Items == nil {
		p.Items = map[string]answers{}
	}
	return p, nil
}

// save writes the progress: whoever reads the file sees the old or the new one,
// never a part.
func (p *progress) save(file string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("quiz: the progress is not kept: %w", err)
		}
	}()
	dir := filepath.Dir(file)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(dir, "quiz-*.tmp")
	if err != nil {
		return err
	}
	_, err = tmp.Write(append(text, '\n'))
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return nil
}

// note counts an answer.
func (p *progress) note(key string, right bool) {
	r := p.Items[key]
	r.Seen++
	if r.Last = right; right {
		r.Right++
	} else {
		r.Wrong++
	}
	p.Items[key] = r
}
