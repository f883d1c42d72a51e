package deploy

import _ "embed" // for the files beside this one

//go:embed Dockerfile
var dockerfile string

//go:embed deployment.json
var deployment string

// Dockerfile returns the image file: two stages, a static binary, no shell, no root.
// It builds ./cmd/service of the module that it lies in.
func Dockerfile() string { return dockerfile }

// Deployment returns the Kubernetes deployment, as JSON, which kubectl reads like
// YAML: rolling updates that never go below the wanted number, three probes that
// differ, a memory limit that the Go runtime knows of, and no privileges.
func Deployment() string { return deployment }

// A Fault is a rule that a file breaks.
type Fault struct {
	Rule string // what must be so
	Why  string // what happens otherwise
}

// String returns the rule with its reason.
func (f Fault) String() string { return f.Rule + ": " + f.Why }
