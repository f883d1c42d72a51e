package deploy_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/deploy"
)

func TestOurImageKeepsTheRules(t *testing.T) {
	require.Empty(t, deploy.CheckImage(deploy.Dockerfile(), today))
}

// Each rule is seen to fail: one change of our own file, one fault.
func TestEachImageRule(t *testing.T) {
	for _, tt := range []struct{ old, new, want string }{
		{"BASE=golang:1.26.8", "BASE=golang", "name each base with a version or digest"},
		{"BASE=golang:1.26.8", "BASE=golang:latest", "name each base with a version or digest"},
		{"BASE=golang:1.26.8", "BASE=registry.example:5000/golang", "name each base with a version or digest"},
		{"BASE=golang:1.26.8", "OTHER=golang:1.26.8", "name each base with a version or digest"},
		{"BASE=golang:1.26.8", "BASE=debian:bullseye-slim", "use a base that is still supported"},
		{"BASE=golang:1.26.8", "BASE=python:3.9.2-slim@sha256:0", "use a base that is still supported"},
		{"FROM scratch", "FROM debian:13", "run on scratch or distroless"},
		{"FROM scratch", "FROM build", "run on scratch or distroless"},
		{"CGO_ENABLED=0 ", "", "build with CGO_ENABLED=0"},
		{"-trimpath ", "", "build with -trimpath"},
		{"COPY go.mod go.sum ./\n", "", "copy the list of dependencies before the sources"},
		{"USER 65532:65532\n", "", "end with a USER that is not root"},
		{"USER 65532:65532", "user root", "end with a USER that is not root"},
		{"USER 65532:65532", "USER 0:65532", "end with a USER that is not root"},
		{"USER 65532:65532", "USER 00", "end with a USER that is not root"},
		{"USER 65532:65532", "USER web", "name the USER by number"},
		{"COPY --from=build /shortener", "COPY --from=build /root/shortener", "need nothing in root's home"},
		{"EXPOSE 8080", "ENV PATH=/root/bin/", "need nothing in root's home"},
		{"EXPOSE 8080", "ENV A=1 \\\n# why\n  DB_PASSWORD=x", "put no secret into ARG or ENV"},
		{"ARG TARGETOS", "ARG NPM_TOKEN TARGETOS", "put no secret into ARG or ENV"},
		{`ENTRYPOINT ["/shortener"]`, "ENTRYPOINT /shortener", "start the program in exec form"},
		{`ENTRYPOINT ["/shortener"]`, "ENTRYPOINT ['/shortener']", "start the program in exec form"},
		{"ENTRYPOINT [\"/shortener\"]\nCMD [\"-addr=:8080\"]\n", "CMD /shortener", "start the program in exec form"},
	} {
		require.Contains(t, deploy.Dockerfile(), tt.old)
		faults := deploy.CheckImage(strings.ReplaceAll(deploy.Dockerfile(), tt.old, tt.new), today)
		require.Len(t, faults, 1, "%v: %v", tt, faults)
		require.Equal(t, tt.want, faults[0].Rule)
		require.NotEmpty(t, faults[0].Where)
		require.NotEmpty(t, faults[0].Why)
	}
	require.Len(t, deploy.CheckImage("", today), 4)
}

func TestWhatIsAllowed(t *testing.T) {
	for _, tt := range []struct{ old, new string }{
		{"USER 65532:65532\n", ""}, // with the base of the next line
		{"FROM --platform=$BUILDPLATFORM ${BASE} AS build", "FROM ${OTHER:-golang:1.26.8} as Build"},
		{"BASE=golang:1.26.8", "BASE=golang@sha256:0123"},
		{"BASE=golang:1.26.8", "BASE=python:3.14"},
		{"BASE=golang:1.26.8", `BASE="python:unknown"`},
		{"RUN CGO_ENABLED=0 ", "ENV CGO_ENABLED=0\nRUN "},
		{"EXPOSE 8080", "ENV MONKEY=1 TOKENS=2"},
	} {
		require.Contains(t, deploy.Dockerfile(), tt.old)
		text := strings.ReplaceAll(deploy.Dockerfile(), tt.old, tt.new)
		if strings.HasPrefix(tt.old, "USER") {
			text = strings.Replace(text, "FROM scratch", "FROM registry.example/distroless/static:nonroot", 1)
		}
		require.Empty(t, deploy.CheckImage(text, today), "%v", tt)
	}
}

// A stage inherits from the stage that it names.
func TestStagesOfStages(t *testing.T) {
	text := "FROM golang:1.26 AS a\nFROM scratch AS b\nUSER 1\nCMD [\"/x\"]\nFROM B\nCOPY --from=a /x /x\n"
	require.Empty(t, deploy.CheckImage(text, today))
	faults := deploy.CheckImage(text+"USER 0", today)
	require.Len(t, faults, 1)
	require.Equal(t, "line 7", faults[0].Where)
}

func TestTheLastDayIsADayOfSupport(t *testing.T) {
	text := strings.Replace(deploy.Dockerfile(), "golang:1.26.8", "python:3.10", 1)
	require.Empty(t, deploy.CheckImage(text, time.Date(2026, time.October, 31, 23, 0, 0, 0, time.UTC)))
	require.Len(t, deploy.CheckImage(text, time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)), 1)
}

// What a local run leaves in the folder stays out of the build: above all its key.
func TestTheBuildSeesNoSecrets(t *testing.T) {
	text, err := os.ReadFile("Dockerfile.dockerignore")
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	require.Subset(t, lines, []string{".git", "**/*.db", "**/*.db-*", "**/*.key"})
}

func FuzzCheckImage(f *testing.F) {
	f.Add(deploy.Dockerfile())
	f.Add("FROM")
	f.Add("FROM a AS a\nFROM a AS a\nFROM a")
	f.Add("FROM ${A:-${B}}\nUSER\nENV\nCMD []\nRUN \\")
	f.Fuzz(func(t *testing.T, text string) {
		for _, fault := range deploy.CheckImage(text, today) {
			if fault.Where == "" || fault.Rule == "" || fault.Why == "" {
				t.Errorf("%q", fault)
			}
		}
	})
}
