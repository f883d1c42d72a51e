package deploy_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/goconcepts/cookbook/patterns/deploy"
)

func ExampleCheckImage() {
	today := time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)
	for _, fault := range deploy.CheckImage("FROM golang\nCOPY . .\nCMD go run .", today) {
		fmt.Println(fault.Where+":", fault.Rule)
	}
	fmt.Println("ours:", deploy.CheckImage(deploy.Dockerfile(), today))
	// Output:
	// Dockerfile: build in one stage, run in another
	// line 1: name each base with a version or digest
	// line 1: run on scratch or distroless
	// line 2: copy the list of dependencies before the sources
	// Dockerfile: end with a USER that is not root
	// line 3: start the program in exec form
	// ours: []
}

func ExampleCheckManifests() {
	faults, err := deploy.CheckManifests([]byte(deploy.Manifests()))
	fmt.Println(faults, err)
	_, err = deploy.CheckManifests([]byte(`{"kind": "Service"}`))
	fmt.Println(err)
	// Output:
	// [] <nil>
	// deploy: manifests: kinds are ["Service"], want a Deployment among them
}

func ExampleDockerfile() {
	for line := range strings.Lines(deploy.Dockerfile()) {
		if strings.HasPrefix(line, "FROM ") || strings.HasPrefix(line, "USER ") || strings.HasPrefix(line, "ENTRYPOINT ") {
			fmt.Print(line)
		}
	}
	// Output:
	// FROM --platform=$BUILDPLATFORM ${BASE} AS build
	// FROM scratch
	// USER 65532:65532
	// ENTRYPOINT ["/shortener"]
}

func ExampleManifests() {
	slow := strings.Replace(deploy.Manifests(), `"maxUnavailable": 0`, `"maxUnavailable": 1`, 1)
	faults, err := deploy.CheckManifests([]byte(slow))
	fmt.Println(faults, err)
	// Output: [Deployment shortener: maxUnavailable: 0: a rollout serves with fewer pods than are wanted] <nil>
}

func ExampleFault() {
	fmt.Println(deploy.Fault{Where: "line 1", Rule: "name each base with a version or digest", Why: "the next build has another base"})
	// Output: line 1: name each base with a version or digest: the next build has another base
}
