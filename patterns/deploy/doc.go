// Package deploy has the image file and the Kubernetes objects of cmd/shortener, and
// the rules that they keep, as code: [CheckImage] and [CheckManifests] name each
// fault of other such files.
//
// The rules are few and about Go services, and each is a thing that has broken services.
// A team runs hadolint, kube-linter and kubeconform as well, which know hundreds and read
// the API's schemas; the workflows of this module do, too. For a program that
// runs on one machine a systemd unit and a static binary suffice.
//
// # Files
//
//   - Dockerfile, Dockerfile.dockerignore: built at the module's root, see [Dockerfile].
//   - kubernetes.json: Deployment, Service and PodDisruptionBudget, see [Manifests].
//   - testdata/original: the same without what makes them good, for the tests.
//
// # How they are checked
//
// No test builds the image or starts a cluster. Module benchmarks/manifests takes the
// build command out of the Dockerfile, runs it for two copies of the sources in different
// folders and wants the same bytes: static (no interpreter, no shared library), with no
// path of the machine in it, and a program that says what it was built from. It decodes the objects with
// k8s.io/api, strictly, so that a misspelt field is an error. All else is read, not run:
// that the last stage has only the binary and that its user is not root.
//
// # From Python
//
//	Python                               Go
//	FROM python:slim, pip install        FROM scratch or distroless: one static file
//	PYTHONUNBUFFERED, PYTHONDONTWRITE... nothing: output is not buffered, nothing is compiled at run time
//	gunicorn --workers                   one process uses all cores of its limit
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - image (mid): What belongs in the image?
//   - rollout (mid): maxSurge, maxUnavailable, probes, grace: what keeps a rollout safe?
//   - resources (mid): Requests, limits, GOMEMLIMIT: how do they fit together?
package deploy
