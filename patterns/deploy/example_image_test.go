package deploy_test

import (
	"fmt"
	"runtime/debug"
	"time"

	"github.com/goconcepts/cookbook/patterns/deploy"
)

// What belongs in the image?
//
// The binary, certificates if it calls others, and nothing else: no compiler, no shell, no package
// manager. Two stages: one builds with CGO_ENABLED=0 and -trimpath, the other is empty or distroless and runs as a
// number that is not root. Name bases by version or digest, and only ones that are still supported. The
// binary itself tells what it was built from: read its build information.
//
// Follow-ups:
//   - Scratch or distroless? Scratch when the program brings certificates and time zones itself (import time/tzdata); distroless has both.
//   - How do you debug without a shell? kubectl debug attaches a container with tools beside it.
//   - What makes it reproducible? -trimpath, -buildvcs=false, pinned modules and an exact toolchain: the same sources then give the same bytes, whoever builds.
//   - Why a USER by number? Kubernetes' runAsNonRoot cannot tell whether a name is root's, and refuses it.
//
// Pitfalls:
//   - COPY . before go mod download: each changed line downloads every module again.
//   - A secret in ARG stays in the image's history.
//
// Trade-offs: A static binary of ten megabytes against an interpreter with its packages; what needs cgo needs a base with a C library.
//
// From Python: The Python original is multi-stage and slim. Its faults: packages go to /root/.local and its user, a name, cannot enter /root, where PATH leads him, too;
// both bases are Python 3.10, whose support ended in October 2026. The two ENV settings for buffering and bytecode have no counterpart here.
//
// Level: mid. Tags: docker, images, build. Since: go1.18. See: [runtime/debug.ReadBuildInfo], patterns/deploy/resources, patterns/deploy/rollout.
func Example_image() {
	today := time.Date(2026, time.November, 25, 0, 0, 0, 0, time.UTC)
	fmt.Println("ours:", len(deploy.CheckImage(deploy.Dockerfile(), today)), "faults")

	// An image with the faults of the Python original's.
	fmt.Println("the original:")
	for _, fault := range deploy.CheckImage(`FROM python:3.10 AS packages
COPY requirements.txt /tmp/
RUN pip install --user -r /tmp/requirements.txt
FROM python:3.10
COPY --from=packages /root/.local /root/.local
COPY main.py /srv/
ENV PATH=/root/.local/bin:$PATH
USER web
CMD ["python", "/srv/main.py"]`, today) {
		fmt.Printf("   %s: %s\n", fault.Where, fault.Rule)
	}

	info, ok := debug.ReadBuildInfo()
	settings := 0
	if ok {
		settings = len(info.Settings)
	}
	fmt.Println("the binary knows its toolchain and settings:", ok && info.GoVersion != "" && settings > 0)
	// Output:
	// ours: 0 faults
	// the original:
	//    line 1: use a base that is still supported
	//    line 4: use a base that is still supported
	//    line 4: run on scratch or distroless
	//    line 8: name the USER by number
	//    line 5: need nothing in root's home
	//    line 7: need nothing in root's home
	// the binary knows its toolchain and settings: true
}
