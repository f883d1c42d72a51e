package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestKeys(t *testing.T) {
	name := filepath.Join(t.TempDir(), "key")
	first, err := loadKey(name, true)
	require.NoError(t, err)
	require.Len(t, first, 32)
	for _, fresh := range []bool{true, false} {
		again, err := loadKey(name, fresh)
		require.NoError(t, err)
		require.Equal(t, first, again)
	}
	require.NoError(t, os.WriteFile(name, []byte("short"), 0o600))
	_, err = loadKey(name, true)
	require.ErrorContains(t, err, "5 bytes, want 16 or more")
	_, err = loadKey(t.TempDir(), true)
	require.Error(t, err, "a folder is no key")
	_, err = loadKey(filepath.Join(t.TempDir(), "none", "key"), true)
	require.Error(t, err)
}

// A lost key must not be replaced in silence: every code would lead nowhere.
func TestALostKeyIsSaid(t *testing.T) {
	db := filepath.Join(t.TempDir(), "links.db")
	_, stop := start(t, db)
	require.NoError(t, stop())
	require.NoError(t, os.Remove(db+".key"))
	err := run(t.Context(), []string{"-db", db, "-admin", ""}, noEnv, &log{}, nil, time.Sleep)
	require.ErrorContains(t, err, "links.db.key is missing")
	require.NoFileExists(t, db+".key")
}
