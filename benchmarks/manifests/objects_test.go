package manifests_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
)

const file = "../../patterns/deploy/kubernetes.json"

// decode reads a List strictly: an unknown or repeated field is an error, as with
// kubectl's --validate=strict.
func decode(text []byte) (objects []runtime.Object, err error) {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{appsv1.AddToScheme, corev1.AddToScheme, policyv1.AddToScheme} {
		if err := add(scheme); err != nil {
			return nil, err
		}
	}
	decoder := serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDeserializer()
	object, _, err := decoder.Decode(text, nil, nil)
	if err != nil {
		return nil, err
	}
	for _, item := range object.(*corev1.List).Items {
		object, _, err := decoder.Decode(item.Raw, nil, nil)
		if err != nil {
			return nil, err
		}
		objects = append(objects, object)
	}
	return objects, nil
}

func read(t *testing.T) string {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(text)
}

func TestTheObjectsAreWhatTheAPIKnows(t *testing.T) {
	objects, err := decode([]byte(read(t)))
	require.NoError(t, err)
	require.Len(t, objects, 3)
	deployment, service, budget := objects[0].(*appsv1.Deployment), objects[1].(*corev1.Service), objects[2].(*policyv1.PodDisruptionBudget)

	template := deployment.Spec.Template
	for _, s := range []*metav1.LabelSelector{
		deployment.Spec.Selector, budget.Spec.Selector,
		{MatchLabels: service.Spec.Selector},
		template.Spec.TopologySpreadConstraints[0].LabelSelector,
		template.Spec.Affinity.PodAntiAffinity.PreferredDuringSchedulingIgnoredDuringExecution[0].PodAffinityTerm.LabelSelector,
	} {
		selector, err := metav1.LabelSelectorAsSelector(s)
		require.NoError(t, err)
		require.False(t, selector.Empty())
		require.True(t, selector.Matches(labels.Set(template.Labels)), "%v selects the pods", selector)
	}

	c := template.Spec.Containers[0]
	for _, probe := range []*corev1.Probe{c.StartupProbe, c.LivenessProbe, c.ReadinessProbe} {
		require.Equal(t, c.Ports[0].Name, probe.HTTPGet.Port.StrVal)
	}
	require.Equal(t, c.Ports[0].Name, service.Spec.Ports[0].TargetPort.StrVal)
	require.Zero(t, deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.IntValue())
	require.True(t, c.Resources.Limits.Memory().Equal(*c.Resources.Requests.Memory()))
	require.EqualValues(t, 512<<20, c.Resources.Limits.Memory().Value())

	volume := template.Spec.Volumes[0]
	require.Equal(t, volume.Name, c.VolumeMounts[0].Name)
	require.EqualValues(t, 0o440, *volume.Secret.DefaultMode, "the pod's group may read the key")
	require.Equal(t, template.Spec.SecurityContext.RunAsGroup, template.Spec.SecurityContext.FSGroup)
}

// The decoding is strict: each mistake is an error that names it.
func TestMistakesAreSeen(t *testing.T) {
	for _, tt := range []struct{ old, new, want string }{
		{`"livenessProbe"`, `"livenesProbe"`, `unknown field "spec.template.spec.containers[0].livenesProbe"`},
		{`"replicas": 3`, `"replicas": 3, "replicas": 4`, `duplicate field "spec.replicas"`},
		{`"replicas": 3`, `"replicas": "three"`, "replicas"},
		{`"memory": "512Mi"}}`, `"memory": "512 MiB"}}`, "quantities must match"},
		{`"apps/v1"`, `"apps/v2"`, "apps/v2"},
		{`"PodDisruptionBudget"`, `"DisruptionBudget"`, "DisruptionBudget"},
	} {
		text := read(t)
		require.Contains(t, text, tt.old)
		_, err := decode([]byte(strings.Replace(text, tt.old, tt.new, 1)))
		require.ErrorContains(t, err, tt.want)
	}
}
