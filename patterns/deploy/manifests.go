package deploy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// object is what the rules look at in any kind. A field that is misspelt is not
// there: that is what the API server's own strictness is for.
type object struct {
	Kind     string
	Metadata struct{ Name string }
	Spec     spec
	Items    []object // of a List
}

// spec has the fields of a Deployment, a Service and a PodDisruptionBudget.
type spec struct {
	Replicas *int
	Strategy struct {
		Type          string
		RollingUpdate struct{ MaxSurge, MaxUnavailable any }
	}
	Template struct {
		Metadata struct{ Labels labels }
		Spec     pod
	}
	Selector                     selector
	Ports                        []struct{ Port, TargetPort any }
	MinAvailable, MaxUnavailable any
}

type labels map[string]string

// selector is a Service's map of labels, or the matchLabels of the others.
type selector struct{ labels labels }

// UnmarshalJSON reads either form.
func (s *selector) UnmarshalJSON(text []byte) error {
	var long struct{ MatchLabels labels }
	if err := json.Unmarshal(text, &long); err == nil && long.MatchLabels != nil {
		s.labels = long.MatchLabels
		return nil
	}
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		return err
	}
	s.labels = labels{}
	for name, value := range all {
		if text, ok := value.(string); ok {
			s.labels[name] = text
		}
	}
	return nil
}

// selects reports whether pods with these labels are meant. No labels at all mean none here.
func (s selector) selects(l labels) bool {
	for name, value := range s.labels {
		if l[name] != value {
			return false
		}
	}
	return len(s.labels) > 0
}

type pod struct {
	TerminationGracePeriodSeconds *int
	AutomountServiceAccountToken  *bool
	SecurityContext               security
	TopologySpreadConstraints     []spread
	Affinity                      struct {
		PodAntiAffinity struct {
			RequiredDuringSchedulingIgnoredDuringExecution  []spread
			PreferredDuringSchedulingIgnoredDuringExecution []struct{ PodAffinityTerm spread }
		}
	}
	InitContainers, Containers []container
}

type spread struct {
	TopologyKey   string
	LabelSelector selector
}

type security struct {
	RunAsNonRoot             *bool
	AllowPrivilegeEscalation *bool
	ReadOnlyRootFilesystem   bool
	Capabilities             struct{ Drop []string }
	SeccompProfile           struct{ Type string }
}

type container struct {
	Name, Image   string
	Command, Args []string
	Env           []struct{ Name, Value string }
	Ports         []struct {
		Name          string
		ContainerPort any
	}
	Resources       struct{ Requests, Limits map[string]any }
	SecurityContext security
	Lifecycle       struct {
		PreStop struct {
			Exec  *struct{}
			Sleep struct{ Seconds int }
		}
	}
	StartupProbe, LivenessProbe, ReadinessProbe *probe
}

type probe struct {
	HTTPGet *struct {
		Path string
		Port any
	}
	InitialDelaySeconds int
}

// read returns all objects of a text, those within Lists, too.
func read(text []byte) (all []object, err error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber() // "cpu": 1 is as good as "cpu": "1"
	for {
		var o object
		if err := dec.Decode(&o); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("deploy: manifests: %w", err)
		}
		all = append(all, o)
		if o.Kind == "List" {
			all = append(all, o.Items...)
		}
	}
}

// CheckManifests returns the rules that Kubernetes objects break: for each
// Deployment, how it is rolled out, how its pods end, are spread, probed, limited and
// held without privileges, and whether a Service and a PodDisruptionBudget select them.
// The text is JSON: one object, several one after another, or a List (kubectl's -o json).
// A text without a Deployment, or with one that has no container, is an error.
func CheckManifests(text []byte) ([]Fault, error) {
	all, err := read(text)
	if err != nil {
		return nil, err
	}
	var r report
	var kinds []string
	deployments := 0
	for _, o := range all {
		kinds = append(kinds, fmt.Sprintf("%.40q", o.Kind))
		if o.Kind != "Deployment" {
			continue
		}
		deployments++
		if len(o.Spec.Template.Spec.Containers) == 0 {
			return nil, fmt.Errorf("deploy: manifests: Deployment %.80q has no containers", o.Metadata.Name)
		}
		r.deployment(o, all)
	}
	if deployments == 0 {
		return nil, fmt.Errorf("deploy: manifests: kinds are [%s], want a Deployment among them", strings.Join(kinds[:min(len(kinds), 10)], " "))
	}
	return r, nil
}
