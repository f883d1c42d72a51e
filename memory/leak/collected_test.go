package leak_test

import (
	"testing"

	"github.com/goconcepts/cookbook/memory/leak"
	"github.com/stretchr/testify/require"
)

type session struct {
	user string
	next *session
	_    [64]byte
}

type registry struct {
	sessions map[string]*session
	recent   []*session
}

func TestCollectedIsSilentWhenGone(t *testing.T) {
	r := registry{sessions: map[string]*session{}}
	s := &session{user: "ada"}
	r.sessions["ada"] = s
	delete(r.sessions, "ada")
	leak.Collected(t, s, leak.Root("registry", &r))
}

func TestCollectedNamesWhatKeepsIt(t *testing.T) {
	r := registry{sessions: map[string]*session{}}
	s := &session{user: "ada"}
	r.sessions["bob"] = &session{next: s}
	said := run(func(t testing.TB) { leak.Collected(t, s, leak.Root("registry", &r)) })
	require.Contains(t, said, `kept by registry.sessions["bob"].next`)

	r.sessions = nil
	r.recent = append(r.recent, s)[:0] // past the length
	said = run(func(t testing.TB) { leak.Collected(t, s, leak.Root("registry", &r)) })
	require.Contains(t, said, "kept by registry.recent[0]")
}
