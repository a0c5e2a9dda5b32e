{{- define "glovebox.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "glovebox.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "glovebox.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "glovebox.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- /* Labels that select: dict "root" $ "role" "api" */ -}}
{{- define "glovebox.selector" -}}
app.kubernetes.io/name: {{ include "glovebox.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .role }}
{{- end }}

{{- define "glovebox.labels" -}}
{{ include "glovebox.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "glovebox.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end -}}
{{- end }}

{{- define "glovebox.databaseSecret" -}}
{{- default (printf "%s-database" (include "glovebox.fullname" .)) .Values.postgresql.existingSecret }}
{{- end }}

{{- define "glovebox.databaseUrl" -}}
{{- if .Values.postgresql.bundled -}}
jdbc:postgresql://{{ include "glovebox.fullname" . }}-database:5432/{{ .Values.postgresql.database }}
{{- else -}}
{{ required "postgresql.external.url is needed when postgresql.bundled is false" .Values.postgresql.external.url }}
{{- end -}}
{{- end }}

{{- /* The bundled database's password, in Base64: the one in the cluster, or a new one. */ -}}
{{- define "glovebox.generatedPassword" -}}
{{- $existing := dict }}
{{- if .Values.postgresql.lookUpPassword }}
{{- $existing = lookup "v1" "Secret" .Release.Namespace (include "glovebox.databaseSecret" .) }}
{{- end }}
{{- if and $existing $existing.data $existing.data.password -}}
{{ $existing.data.password }}
{{- else -}}
{{ randAlphaNum 32 | b64enc }}
{{- end -}}
{{- end }}

{{- define "glovebox.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "glovebox.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
privileged: false
capabilities:
  drop: [ALL]
{{- end }}

{{- /* What api and worker have in common: dict "root" $ "roles" "api" "settings" .Values.api "drain" seconds */ -}}
{{- define "glovebox.environment" -}}
- name: GLOVEBOX_ROLES
  value: {{ .roles | quote }}
- name: GLOVEBOX_HOME
  value: /var/lib/glovebox
- name: GLOVEBOX_DATABASE_URL
  value: {{ include "glovebox.databaseUrl" .root | quote }}
- name: GLOVEBOX_DATABASE_USERNAME
  value: {{ .root.Values.postgresql.username | quote }}
- name: GLOVEBOX_DATABASE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "glovebox.databaseSecret" .root }}
      key: password
- name: SERVER_SHUTDOWN
  value: graceful
- name: SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE
  value: {{ printf "%vs" .drain | quote }}
- name: GLOVEBOX_JAVA_OPTIONS
  value: {{ .settings.javaOptions | quote }}
{{- range $name, $value := .settings.environment }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{- define "glovebox.probes" -}}
startupProbe:
  httpGet: {path: /actuator/health/liveness, port: http}
  periodSeconds: 2
  failureThreshold: 60
readinessProbe:
  httpGet: {path: /actuator/health/readiness, port: http}
  periodSeconds: 5
  timeoutSeconds: 3
livenessProbe:
  httpGet: {path: /actuator/health/liveness, port: http}
  periodSeconds: 10
  timeoutSeconds: 3
  failureThreshold: 6
{{- end }}

{{- define "glovebox.scratchMounts" -}}
- name: home
  mountPath: /var/lib/glovebox
- name: tmp
  mountPath: /tmp
{{- end }}

{{- define "glovebox.scratchVolumes" -}}
- name: home
  emptyDir: {sizeLimit: 2Gi}
- name: tmp
  emptyDir: {sizeLimit: 512Mi}
{{- end }}
