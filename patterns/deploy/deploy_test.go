package deploy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/deploy"
)

func TestOurOwnFilesKeepTheRules(t *testing.T) {
	require.Empty(t, deploy.CheckImage(deploy.Dockerfile()))
	faults, err := deploy.CheckDeployment([]byte(deploy.Deployment()))
	require.NoError(t, err)
	require.Empty(t, faults)
}

// Each rule is seen to fail: one change of our own file, one fault.
func TestEachImageRule(t *testing.T) {
	for _, tt := range []struct{ old, new, want string }{
		{"golang:1.26", "golang", "name each base with a version"},
		{"golang:1.26", "golang:latest", "name each base with a version"},
		{"FROM scratch", "FROM debian:13", "run on scratch or distroless"},
		{"CGO_ENABLED=0 ", "", "build with CGO_ENABLED=0"},
		{"-trimpath ", "", "build with -trimpath"},
		{"COPY go.mod go.sum ./\n", "", "copy the list of dependencies before the sources"},
		{"USER 65532:65532\n", "", "end with a USER that is not root"},
		{"USER 65532:65532", "USER root", "end with a USER that is not root"},
		{"COPY --from=build /service", "COPY --from=build /root/service", "copy nothing into root's home"},
		{"USER 65532:65532", "ENV DB_PASSWORD=x\nUSER 65532:65532", "put no secret into ARG or ENV"},
		{`ENTRYPOINT ["/service"]`, "ENTRYPOINT /service", "start the program in exec form"},
	} {
		require.Contains(t, deploy.Dockerfile(), tt.old)
		faults := deploy.CheckImage(strings.Replace(deploy.Dockerfile(), tt.old, tt.new, 1))
		require.Len(t, faults, 1, "%v", tt)
		require.Equal(t, tt.want, faults[0].Rule)
		require.NotEmpty(t, faults[0].Why)
	}
	require.Len(t, deploy.CheckImage(""), 4)
}

func TestEachDeploymentRule(t *testing.T) {
	for _, tt := range []struct{ old, new, want string }{
		{`"replicas": 3`, `"replicas": 1`, "run two replicas or more"},
		{`"maxUnavailable": 0`, `"maxUnavailable": "25%"`, "maxUnavailable: 0"},
		{`"runAsNonRoot": true, `, "", "runAsNonRoot: true"},
		{`"topologySpreadConstraints"`, `"ignored"`, "spread the pods over nodes"},
		{"service:1.0.0", "service:latest", "name the image by version or digest"},
		{"service:1.0.0", "service", "name the image by version or digest"},
		{`"allowPrivilegeEscalation": false, `, "", "allowPrivilegeEscalation: false"},
		{`"readOnlyRootFilesystem": true`, `"readOnlyRootFilesystem": false`, "readOnlyRootFilesystem: true"},
		{`"drop": ["ALL"]`, `"drop": []`, "drop ALL capabilities"},
		{`"startupProbe"`, `"ignored"`, "have a startupProbe"},
		{`"port": "http"}, "periodSeconds": 10`, `"port": "http"}, "initialDelaySeconds": 30, "periodSeconds": 10`, "livenessProbe without initialDelaySeconds"},
		{`"readinessProbe"`, `"ignored"`, "have a readinessProbe"},
		{"/readyz", "/healthz", "ask liveness and readiness at two paths"},
		{`"cpu": "250m", `, "", "request cpu and memory"},
		{`"requests": {"cpu": "250m", "memory": "512Mi"}`, `"requests": {"cpu": "250m", "memory": "256Mi"}`, "request as much memory as the limit"},
		{`"limits": {"memory": "512Mi"}`, `"limits": {}`, "limit memory"},
		{`"460MiB"`, `"512MiB"`, "GOMEMLIMIT at 95 % of the memory limit or less"},
		{`"460MiB"`, `"lots"`, "GOMEMLIMIT at 95 % of the memory limit or less"},
		{"GOMEMLIMIT", "GOGC", "set GOMEMLIMIT"},
	} {
		require.Contains(t, deploy.Deployment(), tt.old)
		faults, err := deploy.CheckDeployment([]byte(strings.Replace(deploy.Deployment(), tt.old, tt.new, 1)))
		require.NoError(t, err)
		require.Len(t, faults, 1, "%v", tt)
		require.Equal(t, tt.want, faults[0].Rule)
		require.NotEmpty(t, faults[0].Why)
	}
}

func TestWhatIsNoDeployment(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "deploy: deployment: unexpected end of JSON input",
		`{"kind":"Pod"}`:          `kind is "Pod" with 0 containers`,
		`{"kind":"Deployment"}`:   `kind is "Deployment" with 0 containers`,
		`{"spec":{"replicas":""}`: "deploy: deployment: ",
	} {
		_, err := deploy.CheckDeployment([]byte(text))
		require.ErrorContains(t, err, want)
	}
}

func FuzzChecks(f *testing.F) {
	f.Add(deploy.Dockerfile())
	f.Add(deploy.Deployment())
	f.Add("FROM")
	f.Fuzz(func(_ *testing.T, text string) {
		deploy.CheckImage(text)
		_, _ = deploy.CheckDeployment([]byte(text))
	})
}
