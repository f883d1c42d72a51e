package deploy_test

import (
	"fmt"

	"github.com/goconcepts/cookbook/patterns/deploy"
)

// rollout replaces all pods and tells the fewest that were ready and the most that
// existed. Each step makes or ends as many as the two bounds allow.
func rollout(replicas, maxSurge, maxUnavailable int) (fewestReady, mostPods, steps int) {
	older, newer := replicas, 0
	fewestReady, mostPods = replicas, replicas
	for newer < replicas || older > 0 {
		steps++
		starting := min(replicas-newer, replicas+maxSurge-older-newer)
		mostPods = max(mostPods, older+newer+starting)
		ending := min(older, older+newer-(replicas-maxUnavailable)) // what may go before the new ones are ready
		if ending > 0 {
			older -= ending
		}
		fewestReady = min(fewestReady, older+newer)
		newer += starting // ready now
		if starting == 0 && ending <= 0 {
			return fewestReady, mostPods, -1 // neither may: it never ends
		}
	}
	return fewestReady, mostPods, steps
}

// maxSurge, maxUnavailable, probes, grace: what keeps a rollout safe?
//
// maxUnavailable 0 and maxSurge 1 or more: a new pod must be ready before an old one goes, so
// the number of ready pods never falls. Ready is what the readiness probe says, so it must be true. The
// old pod drains: after SIGTERM it serves on for seconds, or sleeps before it, then running requests end, all within the
// grace period.
//
// Follow-ups:
//   - What if both are 0? The API refuses it: nothing could move.
//   - What stops a bad version? Its pods never become ready, so the rollout stands still with the old ones serving; progressDeadlineSeconds reports it.
//   - And when nodes are drained? That is no rollout: a PodDisruptionBudget keeps enough pods then.
//   - Why serve on after SIGTERM? The pod is taken out of the Service at the same time, not before: for some seconds requests still come.
//
// Pitfalls:
//   - A readiness probe that always says yes makes maxUnavailable meaningless.
//   - Migrations that the old version cannot read: both run at the same time during every rollout.
//
// Trade-offs: A surge costs capacity for a while, maxUnavailable costs service for a while; large deployments take a quarter of each to be quick.
//
// From Python: The manifest is the same for every language. The Python original has maxSurge 1 and maxUnavailable 0, and then :latest, no
// securityContext, no start-up probe, a blind 30 seconds, no drain and no disruption budget, which the rules name.
//
// Level: mid. Tags: kubernetes, rollout, probes. See: patterns/shortener/shutdown, patterns/shortener/probes, patterns/deploy/image.
func Example_rollout() {
	for _, c := range []struct{ surge, unavailable int }{{1, 0}, {0, 1}, {1, 1}, {3, 0}, {0, 0}} {
		ready, pods, steps := rollout(3, c.surge, c.unavailable)
		fmt.Printf("maxSurge %d, maxUnavailable %d: ready at least %d of 3, pods at most %d, steps %d\n", c.surge, c.unavailable, ready, pods, steps)
	}

	faults, err := deploy.CheckManifests([]byte(deploy.Manifests()))
	fmt.Println("our manifests:", len(faults), "faults", err)
	// A deployment with the faults of the Python original's.
	faults, err = deploy.CheckManifests([]byte(`{"kind": "Deployment", "spec": {"replicas": 3,
		"strategy": {"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}},
		"template": {"spec": {"containers": [{"name": "web", "image": "shop:latest", "ports": [{"containerPort": 9000}],
			"resources": {"requests": {"memory": "256Mi", "cpu": "100m"}, "limits": {"memory": "512Mi", "cpu": "500m"}},
			"livenessProbe": {"httpGet": {"path": "/alive", "port": 9000}, "initialDelaySeconds": 30},
			"readinessProbe": {"httpGet": {"path": "/serving", "port": 9000}, "initialDelaySeconds": 5}}]}}}}`))
	fmt.Println("the original's:", len(faults), "faults", err)
	for _, f := range faults {
		fmt.Println("  ", f.Rule)
	}
	// Output:
	// maxSurge 1, maxUnavailable 0: ready at least 3 of 3, pods at most 4, steps 6
	// maxSurge 0, maxUnavailable 1: ready at least 2 of 3, pods at most 3, steps 6
	// maxSurge 1, maxUnavailable 1: ready at least 2 of 3, pods at most 4, steps 3
	// maxSurge 3, maxUnavailable 0: ready at least 3 of 3, pods at most 6, steps 2
	// maxSurge 0, maxUnavailable 0: ready at least 3 of 3, pods at most 3, steps -1
	// our manifests: 0 faults <nil>
	// the original's: 16 faults <nil>
	//    spread the pods over nodes
	//    drain: sleep before SIGTERM or serve on after it
	//    automountServiceAccountToken: false
	//    name the image by version or digest
	//    runAsNonRoot: true
	//    allowPrivilegeEscalation: false
	//    readOnlyRootFilesystem: true
	//    drop ALL capabilities
	//    seccompProfile: RuntimeDefault
	//    have a startupProbe
	//    probe without initialDelaySeconds
	//    probe without initialDelaySeconds
	//    request as much memory as the limit
	//    set GOMEMLIMIT
	//    a Service that selects the pods
	//    a PodDisruptionBudget that selects the pods
}
