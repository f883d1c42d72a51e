package deploy

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// manifest is what the rules look at.
type manifest struct {
	Kind string
	Spec struct {
		Replicas *int
		Strategy struct{ RollingUpdate rolling }
		Template struct{ Spec pod }
	}
}

type rolling struct{ MaxSurge, MaxUnavailable any }

type pod struct {
	TerminationGracePeriodSeconds *int
	SecurityContext               struct{ RunAsNonRoot bool }
	TopologySpreadConstraints     []any
	Affinity                      any
	Containers                    []container
}

type container struct {
	Name, Image     string
	Env             []struct{ Name, Value string }
	Resources       struct{ Requests, Limits map[string]string }
	SecurityContext struct {
		AllowPrivilegeEscalation *bool
		ReadOnlyRootFilesystem   bool
		Capabilities             struct{ Drop []string }
	}
	StartupProbe, LivenessProbe, ReadinessProbe *probe
}

type probe struct {
	HTTPGet             any
	InitialDelaySeconds int
}

// CheckDeployment returns the rules that a Kubernetes deployment, as JSON, breaks:
// for the rollout, the probes, the resources and the privileges of its containers.
// What is no deployment is an error.
func CheckDeployment(text []byte) ([]Fault, error) {
	var m manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, fmt.Errorf("deploy: deployment: %w", err)
	}
	if m.Kind != "Deployment" || len(m.Spec.Template.Spec.Containers) == 0 {
		return nil, fmt.Errorf("deploy: deployment: kind is %q with %d containers, want a Deployment with one or more",
			m.Kind, len(m.Spec.Template.Spec.Containers))
	}
	var r rules
	p := m.Spec.Template.Spec
	r.want(m.Spec.Replicas != nil && *m.Spec.Replicas > 1, "run two replicas or more", "a node that goes takes the service along")
	r.want(zero(m.Spec.Strategy.RollingUpdate.MaxUnavailable), "maxUnavailable: 0", "a rollout serves with fewer pods than are wanted")
	r.want(p.SecurityContext.RunAsNonRoot, "runAsNonRoot: true", "an image that changes its user runs as root")
	r.want(p.TopologySpreadConstraints != nil || p.Affinity != nil, "spread the pods over nodes", "all replicas may share one node, and its end")
	for _, c := range p.Containers {
		r.container(c)
	}
	return r.faults, nil
}

type rules struct{ faults []Fault }

func (r *rules) want(ok bool, rule, why string) {
	if !ok {
		r.faults = append(r.faults, Fault{rule, why})
	}
}

func (r *rules) container(c container) {
	_, tag, tagged := strings.Cut(c.Image[strings.LastIndexByte(c.Image, '/')+1:], ":")
	r.want(tagged && tag != "latest", "name the image by version or digest", "nodes run different images under one name, and a rollback has no target")
	s := c.SecurityContext
	r.want(s.AllowPrivilegeEscalation != nil && !*s.AllowPrivilegeEscalation, "allowPrivilegeEscalation: false", "a setuid file gives more rights than the pod had")
	r.want(s.ReadOnlyRootFilesystem, "readOnlyRootFilesystem: true", "an intruder can leave something behind")
	r.want(len(s.Capabilities.Drop) == 1 && s.Capabilities.Drop[0] == "ALL", "drop ALL capabilities", "the program keeps rights that it never uses")

	r.want(c.StartupProbe != nil, "have a startupProbe", "liveness must guess how long a start takes")
	r.want(c.LivenessProbe != nil && c.LivenessProbe.InitialDelaySeconds == 0, "livenessProbe without initialDelaySeconds", "a pod that hangs at its start is found only after the delay")
	r.want(c.ReadinessProbe != nil, "have a readinessProbe", "requests come before the program can serve them")
	if c.LivenessProbe != nil && c.ReadinessProbe != nil {
		r.want(!reflect.DeepEqual(c.LivenessProbe.HTTPGet, c.ReadinessProbe.HTTPGet), "ask liveness and readiness at two paths", "a store that is away restarts every pod")
	}
	r.want(c.Resources.Requests["memory"] != "" && c.Resources.Requests["cpu"] != "", "request cpu and memory", "the scheduler packs the node by guesswork")
	limit, err := quantity(c.Resources.Limits["memory"])
	r.want(err == nil, "limit memory", "one leak takes the whole node")
	if err == nil {
		r.want(c.Resources.Requests["memory"] == c.Resources.Limits["memory"], "request as much memory as the limit", "a node that is full kills the pods that are above their request")
		r.memoryLimit(c, limit)
	}
}

// memoryLimit wants GOMEMLIMIT within 95 per cent of the container's limit.
func (r *rules) memoryLimit(c container, limit int64) {
	const why = "the collector does not know the limit: the kernel kills the process at it"
	for _, e := range c.Env {
		if e.Name == "GOMEMLIMIT" {
			n, err := quantity(strings.TrimSuffix(e.Value, "B"))
			r.want(err == nil && n <= limit*95/100, "GOMEMLIMIT at 95 % of the memory limit or less", why)
			return
		}
	}
	r.want(false, "set GOMEMLIMIT", why)
}

// quantity reads bytes as Kubernetes writes them: 512Mi, 1Gi, 1G, 1000.
func quantity(s string) (int64, error) {
	units := []struct {
		suffix string
		factor int64
	}{{"Ki", 1 << 10}, {"Mi", 1 << 20}, {"Gi", 1 << 30}, {"k", 1e3}, {"M", 1e6}, {"G", 1e9}}
	factor := int64(1)
	for _, u := range units {
		if digits, ok := strings.CutSuffix(s, u.suffix); ok {
			s, factor = digits, u.factor
			break
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 || n > math.MaxInt64/factor {
		return 0, errors.New("deploy: quantity: want a number with Ki, Mi, Gi, k, M or G")
	}
	return n * factor, nil
}

// zero reports whether a count or percentage is nothing.
func zero(v any) bool { return v == float64(0) || v == "0" || v == "0%" }
