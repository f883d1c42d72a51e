package deploy_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/deploy"
)

// The faults of the Python original's two files, each with the rule that names it.
// testdata/original has files with the same faults.
var (
	imageFaults = []struct{ fault, where, rule string }{
		{"the builder's Python has had no mended hole since October 2026", "line 2", "use a base that is still supported"},
		{"neither has the Python that runs", "line 6", "use a base that is still supported"},
		{"the image has a shell, a package manager and all of Debian's libraries", "line 6", "run on scratch or distroless"},
		{"the user is a name, which runAsNonRoot cannot tell from root", "line 13", "name the USER by number"},
		{"root's packages are copied for a user that cannot enter /root", "line 7", "need nothing in root's home"},
		{"and he is to find programs there", "line 11", "need nothing in root's home"},
	}
	manifestFaults = []struct{ fault, rule string }{
		{"three replicas, perhaps on one node", "spread the pods over nodes"},
		{"a pod that ends is gone before the balancers know", "drain: sleep before SIGTERM or serve on after it"},
		{"a token for the cluster's API in each pod", "automountServiceAccountToken: false"},
		{"the image is whatever latest is today", "name the image by version or digest"},
		{"no securityContext: root", "runAsNonRoot: true"},
		{"no securityContext: setuid", "allowPrivilegeEscalation: false"},
		{"no securityContext: a file system to write to", "readOnlyRootFilesystem: true"},
		{"no securityContext: capabilities", "drop ALL capabilities"},
		{"no securityContext: system calls", "seccompProfile: RuntimeDefault"},
		{"nothing says when the start is over", "have a startupProbe"},
		{"30 seconds in which nobody looks whether it lives", "probe without initialDelaySeconds"},
		{"5 seconds in which it gets no request though it may be ready", "probe without initialDelaySeconds"},
		{"what it may use beyond its request can be taken from it at any time", "request as much memory as the limit"},
		{"the limit is not told to the runtime", "set GOMEMLIMIT"},
		{"no address", "a Service that selects the pods"},
		{"nodes may be emptied all at once", "a PodDisruptionBudget that selects the pods"},
	}
)

// today is after the last day of Python 3.10.
var today = time.Date(2026, time.November, 25, 0, 0, 0, 0, time.UTC)

func TestTheOriginalsImage(t *testing.T) {
	text, err := os.ReadFile("testdata/original/Dockerfile")
	require.NoError(t, err)
	faults := deploy.CheckImage(string(text), today)
	require.Len(t, faults, len(imageFaults), "%v", faults)
	for i, want := range imageFaults {
		require.Equal(t, want.rule, faults[i].Rule, want.fault)
		require.Equal(t, want.where, faults[i].Where, want.fault)
	}
	require.Len(t, deploy.CheckImage(string(text), today.AddDate(0, -1, 0)), len(imageFaults)-2, "a month before, Python 3.10 was supported")
}

func TestTheOriginalsManifest(t *testing.T) {
	text, err := os.ReadFile("testdata/original/kubernetes.json")
	require.NoError(t, err)
	faults, err := deploy.CheckManifests(text)
	require.NoError(t, err)
	require.Len(t, faults, len(manifestFaults), "%v", faults)
	for i, want := range manifestFaults {
		require.Equal(t, want.rule, faults[i].Rule, want.fault)
	}
}
