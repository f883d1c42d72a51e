package deploy_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/patterns/deploy"
)

func TestOurManifestsKeepTheRules(t *testing.T) {
	faults, err := deploy.CheckManifests([]byte(deploy.Manifests()))
	require.NoError(t, err)
	require.Empty(t, faults)
}

// Each rule is seen to fail: one change of our own file, one fault.
func TestEachManifestRule(t *testing.T) {
	for _, tt := range []struct{ old, new, want string }{
		{`"replicas": 3`, `"replicas": 1`, "run two replicas or more"},
		{`"replicas": 3,`, ``, "run two replicas or more"},
		{`"maxUnavailable": 0`, `"maxUnavailable": "25%"`, "maxUnavailable: 0"},
		{`"type": "RollingUpdate"`, `"type": "Recreate"`, "maxUnavailable: 0"},
		{`"topologyKey": "kubernetes.io/hostname"`, `"topologyKey": "rack"`, "spread the pods over nodes"},
		{`"topologyKey": "kubernetes.io/hostname",
                      "labelSelector": {"matchLabels": {"app.kubernetes.io/name": "shortener"}}`, `"topologyKey": "kubernetes.io/hostname"`, "spread the pods over nodes"},
		{`"-drain=10s",`, ``, "drain: sleep before SIGTERM or serve on after it"},
		{`"-drain=10s"`, `"-drain=0s"`, "drain: sleep before SIGTERM or serve on after it"},
		{`"terminationGracePeriodSeconds": 60`, `"terminationGracePeriodSeconds": 19`, "a grace period longer than the drain by 10 s or more"},
		{`"-drain=10s"`, `"--drain", "51s"`, "a grace period longer than the drain by 10 s or more"},
		{`"name": "shortener",
                "image"`, `"name": "shortener", "lifecycle": {"preStop": {"sleep": {"seconds": 41}}}, "image"`, "a grace period longer than the drain by 10 s or more"},
		{`"automountServiceAccountToken": false,`, ``, "automountServiceAccountToken: false"},

		{"shortener:1.0.0", "shortener:latest", "name the image by version or digest"},
		{"shortener:1.0.0", "shortener", "name the image by version or digest"},
		{`"runAsNonRoot": true,`, "", "runAsNonRoot: true"},
		{`"allowPrivilegeEscalation": false,`, `"runAsNonRoot": false, "allowPrivilegeEscalation": false,`, "runAsNonRoot: true"},
		{`"allowPrivilegeEscalation": false,`, "", "allowPrivilegeEscalation: false"},
		{`"readOnlyRootFilesystem": true`, `"readOnlyRootFilesystem": false`, "readOnlyRootFilesystem: true"},
		{`"drop": ["ALL"]`, `"drop": []`, "drop ALL capabilities"},
		{`"type": "RuntimeDefault"`, `"type": "Unconfined"`, "seccompProfile: RuntimeDefault"},
		{`"name": "PGPASSFILE", "value": "/etc/shortener/pgpass"`, `"name": "PGPASSWORD", "value": "x"`, "put no secret into env"},

		{`"startupProbe"`, `"ignored"`, "have a startupProbe"},
		{`"livenessProbe"`, `"ignored"`, "have a livenessProbe"},
		{`"readinessProbe"`, `"ignored"`, "have a readinessProbe"},
		{`"port": "http"}, "periodSeconds": 10`, `"port": "http"}, "initialDelaySeconds": 30, "periodSeconds": 10`, "probe without initialDelaySeconds"},
		{`"port": "http"}, "periodSeconds": 10`, `"port": 9000}, "periodSeconds": 10`, "probe a port that the container has"},
		{"/readyz", "/healthz", "ask liveness and readiness at two paths"},

		{`"cpu": "250m", `, "", "request cpu and memory"},
		{`"requests": {"cpu": "250m", "memory": "512Mi"}`, `"requests": {"cpu": "250m", "memory": "256Mi"}`, "request as much memory as the limit"},
		{`"limits": {"memory": "512Mi"}`, `"limits": {}`, "limit memory"},
		{`"limits": {"memory": "512Mi"}`, `"limits": {"memory": "0"}`, "limit memory"},
		{`"460MiB"`, `"512MiB"`, "GOMEMLIMIT at 95 % of the memory limit or less"},
		{`"460MiB"`, `"off"`, "GOMEMLIMIT at 95 % of the memory limit or less"},
		{`"value": "460MiB"`, `"valueFrom": {"resourceFieldRef": {"resource": "limits.memory"}}`, "GOMEMLIMIT at 95 % of the memory limit or less"},
		{`"460MiB"`, `"460M"`, "GOMEMLIMIT in B, KiB, MiB, GiB or TiB"},
		{`"460MiB"`, `"4.6MiB"`, "GOMEMLIMIT in B, KiB, MiB, GiB or TiB"},
		{"GOMEMLIMIT", "GOGC", "set GOMEMLIMIT"},

		{`"selector": {"app.kubernetes.io/name": "shortener"}`, `"selector": {"app.kubernetes.io/name": "other"}`, "a Service that selects the pods"},
		{`"selector": {"app.kubernetes.io/name": "shortener"}`, `"selector": {}`, "a Service that selects the pods"},
		{`"targetPort": "http"`, `"targetPort": "web"`, "a Service that leads to a port of the pods"},
		{`"targetPort": "http"`, `"nodePort": 30000`, "a Service that leads to a port of the pods"},
		{`"kind": "PodDisruptionBudget"`, `"kind": "ConfigMap"`, "a PodDisruptionBudget that selects the pods"},
		{`"maxUnavailable": 1`, `"maxUnavailable": 0`, "a PodDisruptionBudget that lets one pod go"},
		{`"maxUnavailable": 1`, `"minAvailable": 3`, "a PodDisruptionBudget that lets one pod go"},
		{`"maxUnavailable": 1`, `"minAvailable": "100%"`, "a PodDisruptionBudget that lets one pod go"},
	} {
		require.Contains(t, deploy.Manifests(), tt.old)
		faults, err := deploy.CheckManifests([]byte(strings.Replace(deploy.Manifests(), tt.old, tt.new, 1)))
		require.NoError(t, err)
		require.Len(t, faults, 1, "%v: %v", tt, faults)
		require.Equal(t, tt.want, faults[0].Rule)
		require.Contains(t, faults[0].Where, "Deployment shortener")
		require.NotEmpty(t, faults[0].Why)
	}
}

func TestWhatManifestsMayDo(t *testing.T) {
	for _, tt := range []struct{ old, new string }{
		{`"targetPort": "http"`, `"targetPort": 8080`},
		{`"-drain=10s",`, `"-drain", "10s",`},
		{`"maxUnavailable": 1`, `"minAvailable": 2`},
		{`"memory": "512Mi"}}`, `"memory": 536870912}}`},
		{`"memory": "512Mi"}}`, `"memory": "0.5Gi"}}`},
		{`"460MiB"`, `"482344960"`},
		{`"image": "registry.example/shortener:1.0.0"`, `"image": "registry.example:5000/shortener@sha256:0"`},
		{`"podAntiAffinity"`, `"nodeAffinity": {}, "podAntiAffinity"`},
	} {
		require.Contains(t, deploy.Manifests(), tt.old)
		faults, err := deploy.CheckManifests([]byte(strings.Replace(deploy.Manifests(), tt.old, tt.new, 1)))
		require.NoError(t, err)
		require.Empty(t, faults, "%v", tt)
	}
}

// Init containers run with the same rights; nobody probes them.
func TestInitContainers(t *testing.T) {
	text := strings.Replace(deploy.Manifests(), `"containers": [`, `"initContainers": [{"name": "migrate", "image": "migrate:1"}], "containers": [`, 1)
	faults, err := deploy.CheckManifests([]byte(text))
	require.NoError(t, err)
	require.Len(t, faults, 3)
	require.Equal(t, "Deployment shortener, container migrate", faults[0].Where)
}

// The objects may come in a List or one after another, in any order.
func TestHowObjectsCome(t *testing.T) {
	var list struct{ Items []json.RawMessage }
	require.NoError(t, json.Unmarshal([]byte(deploy.Manifests()), &list))
	require.Len(t, list.Items, 3)
	rapid.Check(t, func(t *rapid.T) {
		var text []byte
		for _, item := range rapid.Permutation(list.Items).Draw(t, "items") {
			text = append(append(text, item...), "\n"...)
		}
		faults, err := deploy.CheckManifests(text)
		require.NoError(t, err)
		require.Empty(t, faults)
	})
}

func TestWhatIsNoDeployment(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "deploy: manifests: kinds are [], want a Deployment among them",
		`{"kind":"Pod"} {"kind":"Job"}`: `deploy: manifests: kinds are ["Pod" "Job"], want a Deployment among them`,
		`{"kind":"Deployment","metadata":{"name":"a"}}`: `deploy: manifests: Deployment "a" has no containers`,
		`{"spec":{"replicas":""}`:                       "deploy: manifests: ",
		`{"spec":{"selector":3}}`:                       "deploy: manifests: ",
		`kind: Deployment`:                              "deploy: manifests: ",
	} {
		_, err := deploy.CheckManifests([]byte(text))
		require.ErrorContains(t, err, want)
	}
}

// The service's own steps fit into the grace period: it serves on for -drain, then
// its requests have 20 s to end and the hits 10 s to be written.
func TestOurGraceIsLongEnough(t *testing.T) {
	var list struct {
		Items []struct {
			Spec struct {
				Template struct {
					Spec struct {
						TerminationGracePeriodSeconds int
						Containers                    []struct{ Args []string }
					}
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(deploy.Manifests()), &list))
	pod := list.Items[0].Spec.Template.Spec
	require.Contains(t, pod.Containers[0].Args, "-drain=10s")
	require.Greater(t, time.Duration(pod.TerminationGracePeriodSeconds)*time.Second, (10+20+10)*time.Second)
}

// Any memory limit, in any unit, has room for a GOMEMLIMIT of 90 per cent and none for one of 96.
func TestMemoryLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mebibytes := rapid.Int64Range(32, 1<<20).Draw(t, "MiB")
		limit := rapid.SampledFrom([]string{
			fmt.Sprintf("%dMi", mebibytes), fmt.Sprintf("%dKi", mebibytes<<10), fmt.Sprint(mebibytes << 20), fmt.Sprintf("%g", float64(mebibytes)/1024) + "Gi",
		}).Draw(t, "limit")
		percent := rapid.SampledFrom([]int64{90, 96}).Draw(t, "percent")
		text := strings.NewReplacer("512Mi", limit, "460MiB", fmt.Sprintf("%dB", mebibytes<<20*percent/100)).Replace(deploy.Manifests())
		faults, err := deploy.CheckManifests([]byte(text))
		require.NoError(t, err)
		require.Equal(t, percent == 96, len(faults) == 1, "%v", faults)
	})
}

func FuzzCheckManifests(f *testing.F) {
	f.Add(deploy.Manifests())
	f.Add(`{"kind":"List","items":[{"kind":"Deployment","spec":{"selector":{"a":1},"template":{"spec":{"containers":[{}]}}}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		faults, err := deploy.CheckManifests([]byte(text))
		if err != nil && len(faults) > 0 {
			t.Errorf("faults %v with an error %v", faults, err)
		}
		for _, fault := range faults {
			if fault.Where == "" || fault.Rule == "" || fault.Why == "" {
				t.Errorf("%q", fault)
			}
		}
	})
}
