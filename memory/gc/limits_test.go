package gc_test

import (
	"errors"
	"io/fs"
	"math"
	"testing"
	"testing/fstest"

	"github.com/goconcepts/cookbook/memory/gc"
	"github.com/stretchr/testify/require"
)

func files(names map[string]string) fs.FS {
	m := fstest.MapFS{}
	for name, text := range names {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

const (
	mount2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid,nodev - cgroup2 cgroup2 rw,nsdelegate\n"
	mount1 = "31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755\n" +
		"32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct\n" +
		"35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
)

func TestContainer(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  gc.Limits
	}{
		"no control groups": {nil, gc.Limits{}},
		"version 2": {map[string]string{
			"proc/self/cgroup": "0::/\n", "proc/self/mountinfo": mount2,
			"sys/fs/cgroup/memory.max": "1000000\n", "sys/fs/cgroup/cpu.max": "150000 100000\n",
		}, gc.Limits{Memory: 1000000, CPU: 1.5}},
		"version 2, no limits": {map[string]string{
			"proc/self/cgroup": "0::/\n", "proc/self/mountinfo": mount2,
			"sys/fs/cgroup/memory.max": "max\n", "sys/fs/cgroup/cpu.max": "max 100000\n",
		}, gc.Limits{}},
		"version 2, a group above is tighter": {map[string]string{
			"proc/self/cgroup": "0::/a/b/c\n", "proc/self/mountinfo": mount2,
			"sys/fs/cgroup/a/memory.max": "500\n", "sys/fs/cgroup/a/b/memory.max": "max\n", "sys/fs/cgroup/a/b/c/memory.max": "700\n",
			"sys/fs/cgroup/a/b/cpu.max": "max 100000\n", "sys/fs/cgroup/a/b/c/cpu.max": "50000 100000\n", "sys/fs/cgroup/a/cpu.max": "200000 100000\n",
		}, gc.Limits{Memory: 500, CPU: 0.5}},
		"version 2, the own group is tighter": {map[string]string{
			"proc/self/cgroup": "0::/a/b\n", "proc/self/mountinfo": mount2,
			"sys/fs/cgroup/a/memory.max": "900\n", "sys/fs/cgroup/a/b/memory.max": "300\n",
			"sys/fs/cgroup/a/cpu.max": "50000 100000\n", "sys/fs/cgroup/a/b/cpu.max": "10000 100000\n",
		}, gc.Limits{Memory: 300, CPU: 0.1}},
		"version 2, a part is mounted": {map[string]string{
			"proc/self/cgroup":               "0::/pods/x/inner\n",
			"proc/self/mountinfo":            "30 23 0:26 /pods/x /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
			"sys/fs/cgroup/inner/memory.max": "300\n", "sys/fs/cgroup/cpu.max": "100000 100000\n",
		}, gc.Limits{Memory: 300, CPU: 1}},
		"version 2, the group is out of sight": {map[string]string{
			"proc/self/cgroup": "0::/../other\n", "proc/self/mountinfo": mount2,
			"sys/fs/cgroup/memory.max": "300\n",
		}, gc.Limits{Memory: 300}},
		"version 1": {map[string]string{
			"proc/self/cgroup": "9:name=systemd:/\n4:memory:/pod\n1:cpu,cpuacct:/pod\n0::/\n", "proc/self/mountinfo": mount1,
			"sys/fs/cgroup/memory/pod/memory.limit_in_bytes":  "268435456\n",
			"sys/fs/cgroup/cpu,cpuacct/pod/cpu.cfs_quota_us":  "50000\n",
			"sys/fs/cgroup/cpu,cpuacct/pod/cpu.cfs_period_us": "100000\n",
		}, gc.Limits{Memory: 256 << 20, CPU: 0.5}},
		"version 1, no limits": {map[string]string{
			"proc/self/cgroup": "4:memory:/\n1:cpu,cpuacct:/\n", "proc/self/mountinfo": mount1,
			"sys/fs/cgroup/memory/memory.limit_in_bytes":  "9223372036854771712\n",
			"sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us":  "-1\n",
			"sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
		}, gc.Limits{}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := gc.Container(files(c.files))
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}

func TestContainerTellsWhatItCannotRead(t *testing.T) {
	_, err := gc.Container(files(map[string]string{
		"proc/self/cgroup": "0::/\n", "proc/self/mountinfo": mount2, "sys/fs/cgroup/memory.max": "much\n",
	}))
	require.ErrorContains(t, err, "gc: container: sys/fs/cgroup/memory.max: ")
	_, err = gc.Container(files(map[string]string{"proc/self/cgroup": "nonsense\n"}))
	require.ErrorContains(t, err, `gc: container: proc/self/cgroup: unknown line "nonsense"`)
	broken := errors.New("broken")
	_, err = gc.Container(brokenFS{broken})
	require.ErrorIs(t, err, broken)
}

type brokenFS struct{ err error }

func (b brokenFS) Open(string) (fs.File, error) { return nil, b.err }

func TestContainerOfThisMachine(t *testing.T) {
	l, err := gc.Container(nil)
	require.NoError(t, err)
	require.GreaterOrEqual(t, l.Memory, int64(0))
	require.GreaterOrEqual(t, l.CPU, 0.0)
}

func TestSuggest(t *testing.T) {
	require.Equal(t, gc.Settings{}, gc.Limits{}.Suggest(0))
	require.Equal(t, gc.Settings{MemoryLimit: 900, Procs: 1}, gc.Limits{Memory: 1000, CPU: 0.1}.Suggest(0))
	require.Equal(t, gc.Settings{MemoryLimit: 500, Procs: 3}, gc.Limits{Memory: 1000, CPU: 2.01}.Suggest(0.5))
	for _, h := range []float64{-0.1, 1, math.NaN(), math.Inf(1)} {
		require.Panics(t, func() { gc.Limits{}.Suggest(h) })
	}
}

func FuzzContainer(f *testing.F) {
	f.Add("0::/a\n", mount2, "100\n", "1 2\n")
	f.Add("4:memory:/x\n1:cpu,cpuacct:/\n", mount1, "-1", "")
	f.Fuzz(func(t *testing.T, cgroup, mountinfo, memory, cpu string) {
		l, err := gc.Container(files(map[string]string{
			"proc/self/cgroup": cgroup, "proc/self/mountinfo": mountinfo,
			"sys/fs/cgroup/memory.max": memory, "sys/fs/cgroup/cpu.max": cpu,
		}))
		if err == nil && (l.Memory < 0 || !(l.CPU >= 0) || math.IsInf(l.CPU, 0)) {
			t.Fatalf("%+v", l)
		}
	})
}
