package deploy_test

import (
	"fmt"

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
	fmt.Println(deploy.Dockerfile() != "", deploy.Fault{Rule: "rule", Why: "reason"})
	// Output: true rule: reason
}

func ExampleDeployment() {
	fmt.Println(len(deploy.Deployment()) > 0)
	// Output: true
}
