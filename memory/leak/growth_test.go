package leak_test

import (
	"testing"
	"time"

	"github.com/goconcepts/cookbook/memory/leak"
	"github.com/stretchr/testify/require"
)

func TestGrowthFinds64BytesARun(t *testing.T) {
	var kept []*[64]byte
	start := time.Now()
	said := run(func(t testing.TB) {
		leak.Growth(t, func() { kept = append(kept, new([64]byte)) })
	})
	t.Log(time.Since(start), said)
	require.Contains(t, said, "64.0 bytes and 1.00 objects a run, allocated in\n\t\tgithub.com/goconcepts/cookbook/memory/leak_test.TestGrowthFinds64BytesARun")
}

func TestGrowthIsSilentWithoutALeak(t *testing.T) {
	said := run(func(t testing.TB) {
		cache := map[int][]byte{}
		i := 0
		leak.Growth(t, func() { cache[i%8] = make([]byte, 100); i++ })
	})
	require.Empty(t, said)
}
