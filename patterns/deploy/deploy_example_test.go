package deploy_test

import (
	"fmt"
	"strings"

	"github.com/goconcepts/cookbook/patterns/deploy"
)

func ExampleCheckImage() {
	for _, fault := range deploy.CheckImage("FROM golang\nCOPY . .\nCMD go run .") {
		fmt.Println(fault.Rule)
	}
	fmt.Println("ours:", deploy.CheckImage(deploy.Dockerfile()))
	// Output:
	// build in one stage, run in another
	// name each base with a version
	// run on scratch or distroless
	// copy the list of dependencies before the sources
	// end with a USER that is not root
	// start the program in exec form
	// ours: []
}

func ExampleCheckDeployment() {
	faults, err := deploy.CheckDeployment([]byte(deploy.Deployment()))
	fmt.Println(faults, err)
	_, err = deploy.CheckDeployment([]byte(`{"kind": "Service"}`))
	fmt.Println(err)
	// Output:
	// [] <nil>
	// deploy: deployment: kind is "Service" with 0 containers, want a Deployment with one or more
}

func ExampleDockerfile() {
	for line := range strings.Lines(deploy.Dockerfile()) {
		if strings.HasPrefix(line, "USER ") || strings.HasPrefix(line, "ENTRYPOINT ") {
			fmt.Print(line)
		}
	}
	// Output:
	// USER 65532:65532
	// ENTRYPOINT ["/service"]
}

func ExampleDeployment() {
	slow := strings.Replace(deploy.Deployment(), `"maxUnavailable": 0`, `"maxUnavailable": 1`, 1)
	faults, err := deploy.CheckDeployment([]byte(slow))
	fmt.Println(faults, err)
	// Output: [maxUnavailable: 0: a rollout serves with fewer pods than are wanted] <nil>
}
