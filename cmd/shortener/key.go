package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// minKey is the least number of bytes of a key.
const minKey = 16

// loadKey reads the key of the codes. Another key would change every code, so one is
// made only for links that are not there yet: fresh says so.
func loadKey(name string, fresh bool) ([]byte, error) {
	key, err := os.ReadFile(name)
	switch {
	case err == nil && len(key) < minKey:
		return nil, fmt.Errorf("key file %s: %d bytes, want %d or more", name, len(key), minKey)
	case err == nil:
		return key, nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	case !fresh:
		return nil, fmt.Errorf("key file %s is missing, and there may be links that need it: put it back", name)
	}
	key = make([]byte, 2*minKey)
	_, _ = rand.Read(key)                                                 // never fails, as documented
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // of two that begin together one makes it
	if err != nil {
		return nil, err
	}
	_, err = f.Write(key)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, errors.Join(err, os.Remove(name))
	}
	return key, nil
}
