package gc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path"
	"strconv"
	"strings"
)

// Limits are what the container that the program runs in may use.
type Limits struct {
	Memory int64   // bytes; 0 when there is no limit
	CPU    float64 // processors, 0.5 for Kubernetes' "500m"; 0 when there is no limit
}

// Container reads the limits of the program's control group, version 1 or 2, and
// of the groups above it, whichever is tightest. root is the file system to read
// them from; nil means the machine's own. Without control groups, as on other
// systems than Linux, there are no limits and no error.
//
// It reads a dozen small files, so call it once, at the start. The runtime watches
// the CPU limit of the program's own group by itself, and no memory limit.
func Container(root fs.FS) (Limits, error) {
	if root == nil {
		root = os.DirFS("/")
	}
	groups, err := ownGroups(root)
	if err != nil {
		return Limits{}, fmt.Errorf("gc: container: %w", err)
	}
	var l Limits
	for _, g := range groups {
		for dir := g.dir; ; dir = path.Dir(dir) {
			if err := g.read(root, dir, &l); err != nil {
				return Limits{}, fmt.Errorf("gc: container: %w", err)
			}
			if dir == g.mount || dir == "." {
				break
			}
		}
	}
	return l, nil
}

// Suggest returns settings for a program that has the container to itself:
// a memory limit that leaves headroom (a share: 0.1 keeps a tenth free, and 0 means that) for what the runtime
// does not count, such as C code and the program's own text; and as many Procs as whole processors are paid for, at least one. What has no
// limit is left alone. A headroom below 0 or from 1 up panics.
func (l Limits) Suggest(headroom float64) Settings {
	if headroom == 0 {
		headroom = 0.1
	}
	if !(headroom > 0 && headroom < 1) {
		panic(fmt.Sprintf("gc: suggest: headroom is %v, must be from 0 to below 1", headroom))
	}
	var s Settings
	if l.Memory > 0 {
		s.MemoryLimit = max(1, int64(float64(l.Memory)*(1-headroom)))
	}
	if l.CPU > 0 {
		s.Procs = max(1, int(math.Ceil(l.CPU)))
	}
	return s
}

// A group is the directory of one control group, which may be the same for all controllers.
type group struct {
	dir, mount  string
	memory, cpu bool // which controllers it has
	v2          bool
}

// ownGroups finds the program's groups: /proc/self/cgroup names them, and
// /proc/self/mountinfo says where they are to be found.
func ownGroups(root fs.FS) ([]group, error) {
	own, err := lines(root, "proc/self/cgroup")
	if err != nil {
		return nil, err
	}
	mounts, err := lines(root, "proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	var groups []group
	for _, line := range own { // 0::/kubepods/pod1 or 4:cpu,cpuacct:/kubepods/pod1
		_, rest, _ := strings.Cut(line, ":")
		controllers, name, ok := strings.Cut(rest, ":")
		if !ok {
			return nil, fmt.Errorf("proc/self/cgroup: unknown line %q", line)
		}
		g := group{v2: controllers == ""}
		g.memory = g.v2 || listed(controllers, "memory")
		g.cpu = g.v2 || listed(controllers, "cpu")
		if (g.memory || g.cpu) && g.find(mounts, controllers, name) {
			groups = append(groups, g)
		}
	}
	return groups, nil
}

// find looks for the mount of the group's hierarchy. A line is
//
//	36 25 0:31 /kubepods /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory
//
// where the fourth field is the part of the hierarchy that is mounted.
func (g *group) find(mounts []string, controllers, name string) bool {
	for _, line := range mounts {
		left, right, ok := strings.Cut(line, " - ")
		from, to := strings.Fields(left), strings.Fields(right)
		if !ok || len(from) < 5 || len(to) < 3 {
			continue
		}
		if g.v2 && to[0] != "cgroup2" || !g.v2 && (to[0] != "cgroup" || !anyListed(to[2], controllers)) {
			continue
		}
		g.mount = strings.TrimPrefix(path.Clean(from[4]), "/")
		g.dir = g.mount
		// In a container the name may be of the host's hierarchy, out of sight: then the mount is the group.
		if below, ok := strings.CutPrefix(name, strings.TrimSuffix(from[3], "/")); ok && !strings.Contains(below, "..") {
			g.dir = path.Join(g.mount, below)
		}
		return true
	}
	return false
}

// read tightens l by the limits of one directory.
func (g *group) read(root fs.FS, dir string, l *Limits) error {
	if g.memory {
		file := "memory.limit_in_bytes"
		if g.v2 {
			file = "memory.max"
		}
		n, err := numbers(root, path.Join(dir, file))
		if err != nil {
			return err
		}
		// Version 1 says "no limit" by a number close to the largest.
		if len(n) > 0 && n[0] > 0 && n[0] < math.MaxInt64/2 && (l.Memory == 0 || n[0] < l.Memory) {
			l.Memory = n[0]
		}
	}
	if !g.cpu {
		return nil
	}
	quota, err := g.quota(root, dir)
	if err != nil {
		return err
	}
	if len(quota) == 2 && quota[0] > 0 && quota[1] > 0 {
		if cpu := float64(quota[0]) / float64(quota[1]); l.CPU == 0 || cpu < l.CPU {
			l.CPU = cpu
		}
	}
	return nil
}

// quota returns microseconds of processor time and the period that they are for.
func (g *group) quota(root fs.FS, dir string) ([]int64, error) {
	if g.v2 {
		return numbers(root, path.Join(dir, "cpu.max"))
	}
	quota, err := numbers(root, path.Join(dir, "cpu.cfs_quota_us"))
	if err != nil {
		return nil, err
	}
	period, err := numbers(root, path.Join(dir, "cpu.cfs_period_us"))
	return append(quota, period...), err
}

// numbers reads a file of numbers; "max" counts as 0, and so does a file that is not there.
func numbers(root fs.FS, name string) ([]int64, error) {
	text, err := fs.ReadFile(root, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var n []int64
	for f := range strings.FieldsSeq(string(text)) {
		if f == "max" {
			n = append(n, 0)
			continue
		}
		v, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		n = append(n, v)
	}
	return n, nil
}

func lines(root fs.FS, name string) (l []string, err error) {
	text, err := fs.ReadFile(root, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for s := bufio.NewScanner(bytes.NewReader(text)); s.Scan(); {
		l = append(l, s.Text())
	}
	return l, err
}

func listed(list, name string) bool {
	for s := range strings.SplitSeq(list, ",") {
		if s == name {
			return true
		}
	}
	return false
}

func anyListed(list, names string) bool {
	for s := range strings.SplitSeq(names, ",") {
		if listed(list, s) {
			return true
		}
	}
	return false
}
