package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

func deleted(t *testing.T, s shortener.Store) {
	insert(t, s, link("code", "https://one/"))
	if err := s.Delete(t.Context(), "code"); err != nil {
		t.Fatal(err)
	}
	_, byCode := s.Find(t.Context(), "code")
	_, byURL := s.FindURL(t.Context(), "https://one/")
	again := s.Delete(t.Context(), "code")
	for _, err := range []error{byCode, byURL, again} {
		if !errors.Is(err, shortener.ErrNotFound) {
			t.Errorf("%v, want ErrNotFound", err)
		}
	}
	if l := insert(t, s, link("new", "https://one/")); l.Code != "new" {
		t.Errorf("the URL still has %s", l.Code)
	}
}

// told asks what was deleted and wants an answer without gaps.
func told(t *testing.T, s shortener.Store, since uint64) (codes []string, version uint64) {
	t.Helper()
	codes, version, err := s.Deleted(t.Context(), since)
	if err != nil || version != since+uint64(len(codes)) {
		t.Fatalf("after %d the version is %d with %d codes: %v", since, version, len(codes), err)
	}
	return codes, version
}

func deletes(t *testing.T, s shortener.Store) {
	codes, version := told(t, s, 0)
	if len(codes) != 0 {
		t.Errorf("a new store has deleted %v", codes)
	}
	for _, code := range []string{"b", "a", "c"} {
		insert(t, s, link(code, "https://host/"+code))
		if err := s.Delete(t.Context(), code); err != nil {
			t.Fatal(err)
		}
		if err := s.Delete(t.Context(), code); !errors.Is(err, shortener.ErrNotFound) {
			t.Fatal(err)
		}
	}
	if codes, _ = told(t, s, version); !slices.Equal(codes, []string{"b", "a", "c"}) {
		t.Errorf("told %v, want b, a, c", codes)
	}
	if codes, _ = told(t, s, version+2); !slices.Equal(codes, []string{"c"}) {
		t.Errorf("told %v, want c", codes)
	}
	if codes, _ = told(t, s, version+3); len(codes) != 0 {
		t.Errorf("told %v, want nothing", codes)
	}
	if codes, now, err := s.Deleted(t.Context(), version+100); err != nil || len(codes) != 0 || now != version+3 {
		t.Errorf("a version of the future gave %v %d %v", codes, now, err)
	}
	// More than a store remembers: what it has forgotten shows.
	for i := range 1010 {
		code := fmt.Sprint("many", i)
		insert(t, s, link(code, "https://host/"+code))
		if err := s.Delete(t.Context(), code); err != nil {
			t.Fatal(err)
		}
	}
	codes, now, err := s.Deleted(t.Context(), version)
	if err != nil || now != version+1013 || len(codes) < 1000 {
		t.Errorf("told %d codes, version %d %v", len(codes), now, err)
	}
	if codes, _ = told(t, s, version+13); len(codes) != 1000 || codes[0] != "many10" {
		t.Errorf("told %d of the last thousand", len(codes))
	}
}

// deletesTogether lets a reader follow while others delete: whoever numbers deletes
// before they are visible loses some here.
func deletesTogether(t *testing.T, s shortener.Store) {
	const each, machines = 50, 4
	for i := range each * machines {
		insert(t, s, link(fmt.Sprint("c", i), fmt.Sprint("https://host/", i)))
	}
	var deleters sync.WaitGroup
	for d := range machines {
		deleters.Go(func() {
			for i := range each {
				if err := s.Delete(t.Context(), fmt.Sprint("c", d*each+i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all := make(chan struct{})
	go func() { deleters.Wait(); close(all) }()
	seen := map[string]bool{}
	for version, last := uint64(0), false; !last; {
		select {
		case <-all:
			last = true // and ask once more
		default:
		}
		codes, now, err := s.Deleted(t.Context(), version)
		if err != nil || now != version+uint64(len(codes)) {
			t.Errorf("after %d the version is %d with %d codes: %v", version, now, len(codes), err)
		}
		for _, code := range codes {
			seen[code] = true
		}
		version = now
	}
	if len(seen) != each*machines {
		t.Errorf("told of %d deletes, want %d", len(seen), each*machines)
	}
}
