/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One virtual machine: what is known of it. Its operations are in domain-lifecycle.c. */

#include "config.h"

#include "model/domain.h"

#include "virt/events.h"

struct _HangarDomain
{
  HangarObject parent_instance;

  HangarConnection *connection; /* weak: it owns us through its list */

  char *title;
  char *description;
  char *os_id;
  guint64 memory;
  guint vcpus;
  gboolean autostart;
  gboolean installing;
  gboolean persistent;
  gboolean template;

  HangarDomainState state;
  HangarDomainReason reason;
  HangarDomainOperation operation;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_TITLE,
  PROP_DISPLAY_NAME,
  PROP_DESCRIPTION,
  PROP_OS_ID,
  PROP_MEMORY,
  PROP_VCPUS,
  PROP_AUTOSTART,
  PROP_INSTALLING,
  PROP_PERSISTENT,
  PROP_TEMPLATE,
  PROP_AVAILABLE,
  PROP_STATE,
  PROP_REASON,
  PROP_OPERATION,
  N_PROPS,
};

enum
{
  SIGNAL_EVENT,
  SIGNAL_DEFINITION_CHANGED,
  SIGNAL_SHUTDOWN_IGNORED,
  SIGNAL_REMOVED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarDomain, hangar_domain, HANGAR_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (HangarDomainState, hangar_domain_state,
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_SAVED, "saved"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_SHUTTING_DOWN, "shutting-down"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_CRASHED, "crashed"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_SLEEPING, "sleeping"))

G_DEFINE_ENUM_TYPE (HangarDomainReason, hangar_domain_reason,
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_REASON_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_REASON_CRASHED, "crashed"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_REASON_PANICKED, "panicked"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_REASON_IO_ERROR, "io-error"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_REASON_WATCHDOG, "watchdog"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_REASON_MIGRATED, "migrated"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_REASON_MIGRATING, "migrating"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_REASON_RESTORED, "restored"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_REASON_SAVING, "saving"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_REASON_DUMPING, "dumping"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_REASON_SNAPSHOT, "snapshot"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_REASON_STARTING_UP, "starting-up"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_REASON_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_REASON_FORCED_OFF, "forced-off"))

G_DEFINE_ENUM_TYPE (HangarDomainOperation, hangar_domain_operation,
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OPERATION_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OPERATION_START, "start"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OPERATION_SUSPEND, "suspend"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OPERATION_RESUME, "resume"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OPERATION_SHUTDOWN, "shutdown"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OPERATION_REBOOT, "reboot"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OPERATION_RESET, "reset"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OPERATION_FORCE_OFF, "force-off"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OPERATION_SAVE, "save"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OPERATION_RESTORE, "restore"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OPERATION_DROP_SAVED, "drop-saved"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OPERATION_WAKE_UP, "wake-up"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OPERATION_UNDEFINE, "undefine"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OPERATION_AUTOSTART, "autostart"),
                    G_DEFINE_ENUM_VALUE (HANGAR_DOMAIN_OPERATION_NO_AUTOSTART, "no-autostart"))

static void
hangar_domain_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HangarDomain *self = HANGAR_DOMAIN (object);

  switch (id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_DISPLAY_NAME:
      g_value_set_string (value, hangar_domain_get_display_name (self));
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    case PROP_OS_ID:
      g_value_set_string (value, self->os_id);
      break;
    case PROP_MEMORY:
      g_value_set_uint64 (value, self->memory);
      break;
    case PROP_VCPUS:
      g_value_set_uint (value, self->vcpus);
      break;
    case PROP_INSTALLING:
      g_value_set_boolean (value, self->installing);
      break;
    case PROP_AUTOSTART:
      g_value_set_boolean (value, self->autostart);
      break;
    case PROP_PERSISTENT:
      g_value_set_boolean (value, self->persistent);
      break;
    case PROP_TEMPLATE:
      g_value_set_boolean (value, self->template);
      break;
    case PROP_AVAILABLE:
      g_value_set_boolean (value, hangar_domain_get_available (self));
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_REASON:
      g_value_set_enum (value, self->reason);
      break;
    case PROP_OPERATION:
      g_value_set_enum (value, self->operation);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hangar_domain_finalize (GObject *object)
{
  HangarDomain *self = HANGAR_DOMAIN (object);

  g_clear_weak_pointer (&self->connection);
  g_free (self->title);
  g_free (self->description);
  g_free (self->os_id);

  G_OBJECT_CLASS (hangar_domain_parent_class)->finalize (object);
}

/* What people read is the name when there is no title. */
static void
hangar_domain_notify (GObject *object, GParamSpec *pspec)
{
  if (HANGAR_DOMAIN (object)->title == NULL && g_str_equal (pspec->name, "name"))
    g_object_notify_by_pspec (object, props[PROP_DISPLAY_NAME]);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  props[PROP_CONNECTION] = g_param_spec_object ("connection", NULL, NULL, HANGAR_TYPE_CONNECTION, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_DISPLAY_NAME] = g_param_spec_string ("display-name", NULL, NULL, NULL, flags);
  props[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  props[PROP_OS_ID] = g_param_spec_string ("os-id", NULL, NULL, NULL, flags);
  props[PROP_MEMORY] = g_param_spec_uint64 ("memory", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_VCPUS] = g_param_spec_uint ("vcpus", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_INSTALLING] = g_param_spec_boolean ("installing", NULL, NULL, FALSE, flags);
  props[PROP_AUTOSTART] = g_param_spec_boolean ("autostart", NULL, NULL, FALSE, flags);
  props[PROP_PERSISTENT] = g_param_spec_boolean ("persistent", NULL, NULL, TRUE, flags);
  props[PROP_TEMPLATE] = g_param_spec_boolean ("template", NULL, NULL, FALSE, flags);
  props[PROP_AVAILABLE] = g_param_spec_boolean ("available", NULL, NULL, FALSE, flags);
  props[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, HANGAR_TYPE_DOMAIN_STATE, HANGAR_DOMAIN_UNKNOWN, flags);
  props[PROP_REASON] =
    g_param_spec_enum ("reason", NULL, NULL, HANGAR_TYPE_DOMAIN_REASON, HANGAR_DOMAIN_REASON_NONE, flags);
  props[PROP_OPERATION] = g_param_spec_enum ("operation", NULL, NULL, HANGAR_TYPE_DOMAIN_OPERATION,
                                             HANGAR_DOMAIN_OPERATION_NONE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hangar_domain_class_init (HangarDomainClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hangar_domain_get_property;
  object_class->notify = hangar_domain_notify;
  object_class->finalize = hangar_domain_finalize;
  install_properties (object_class);

  /**
   * HangarDomain::event:
   * @self: the domain
   * @event: (type gpointer): a #HangarVirtEvent that lives as long as the emission
   *
   * Something happened to it, whoever caused it.
   */
  signals[SIGNAL_EVENT] = g_signal_new ("event", HANGAR_TYPE_DOMAIN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_POINTER);
  /**
   * HangarDomain::definition-changed:
   * @self: the domain
   *
   * Its XML may be another one now: whoever shows parts of it reads it again.
   */
  signals[SIGNAL_DEFINITION_CHANGED] = g_signal_new ("definition-changed", HANGAR_TYPE_DOMAIN,
                                                     G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HangarDomain::shutdown-ignored:
   * @self: the domain
   *
   * The guest was asked to shut down and still runs after the time that people wait.
   */
  signals[SIGNAL_SHUTDOWN_IGNORED] = g_signal_new ("shutdown-ignored", HANGAR_TYPE_DOMAIN, G_SIGNAL_RUN_LAST,
                                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HangarDomain::removed:
   * @self: the domain
   *
   * It does not exist on its host any more, or the host was disconnected.
   */
  signals[SIGNAL_REMOVED] =
    g_signal_new ("removed", HANGAR_TYPE_DOMAIN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hangar_domain_init (HangarDomain *self)
{
  self->persistent = TRUE;
}

/**
 * hangar_domain_new:
 * @connection: its host
 * @uuid: its identity
 * @name: its name
 *
 * For the list of the host's domains only.
 *
 * Returns: (transfer full): a domain
 */
HangarDomain *
hangar_domain_new (HangarConnection *connection, const char *uuid, const char *name)
{
  HangarDomain *self = g_object_new (HANGAR_TYPE_DOMAIN, NULL);

  hangar_object_identify (HANGAR_OBJECT (self), uuid, name);
  g_set_weak_pointer (&self->connection, connection);
  return self;
}

/**
 * hangar_domain_get_connection:
 * @self: a domain
 *
 * Returns: (transfer none) (nullable): its host
 */
HangarConnection *
hangar_domain_get_connection (HangarDomain *self)
{
  return self->connection;
}

/**
 * hangar_domain_get_uuid:
 * @self: a domain
 *
 * Returns: its identity
 */
const char *
hangar_domain_get_uuid (HangarDomain *self)
{
  return hangar_object_get_uuid (HANGAR_OBJECT (self));
}

/**
 * hangar_domain_get_name:
 * @self: a domain
 *
 * Returns: its name: plain text
 */
const char *
hangar_domain_get_name (HangarDomain *self)
{
  return hangar_object_get_name (HANGAR_OBJECT (self));
}

/**
 * hangar_domain_get_title:
 * @self: a domain
 *
 * Returns: (nullable): its title: plain text
 */
const char *
hangar_domain_get_title (HangarDomain *self)
{
  return self->title;
}

/**
 * hangar_domain_get_display_name:
 * @self: a domain
 *
 * Returns: what people read: its title, else its name
 */
const char *
hangar_domain_get_display_name (HangarDomain *self)
{
  return self->title != NULL ? self->title : hangar_domain_get_name (self);
}

/**
 * hangar_domain_get_description:
 * @self: a domain
 *
 * Returns: (nullable): the notes of its users
 */
const char *
hangar_domain_get_description (HangarDomain *self)
{
  return self->description;
}

/**
 * hangar_domain_get_os_id:
 * @self: a domain
 *
 * Returns: (nullable): libosinfo's id of its operating system
 */
const char *
hangar_domain_get_os_id (HangarDomain *self)
{
  return self->os_id;
}

/**
 * hangar_domain_get_memory:
 * @self: a domain
 *
 * Returns: its memory in bytes, 0 when it has not been read yet
 */
guint64
hangar_domain_get_memory (HangarDomain *self)
{
  return self->memory;
}

/**
 * hangar_domain_get_vcpus:
 * @self: a domain
 *
 * Returns: how many virtual processors it has, 0 when that has not been read yet
 */
guint
hangar_domain_get_vcpus (HangarDomain *self)
{
  return self->vcpus;
}

/**
 * hangar_domain_get_installing:
 * @self: a domain
 *
 * Returns: whether Hangar began its installation and the medium is still to be taken out
 */
gboolean
hangar_domain_get_installing (HangarDomain *self)
{
  return self->installing;
}

/**
 * hangar_domain_get_autostart:
 * @self: a domain
 *
 * Returns: whether it starts with its host
 */
gboolean
hangar_domain_get_autostart (HangarDomain *self)
{
  return self->autostart;
}

/**
 * hangar_domain_get_persistent:
 * @self: a domain
 *
 * Returns: whether it stays when it is off
 */
gboolean
hangar_domain_get_persistent (HangarDomain *self)
{
  return self->persistent;
}

/**
 * hangar_domain_get_template:
 * @self: a domain
 *
 * Returns: whether it is there to be cloned, not to be started
 */
gboolean
hangar_domain_get_template (HangarDomain *self)
{
  return self->template;
}

/**
 * hangar_domain_get_available:
 * @self: a domain
 *
 * Returns: whether its host is connected; if not, what is known may be old
 */
gboolean
hangar_domain_get_available (HangarDomain *self)
{
  return self->connection != NULL && hangar_connection_get_state (self->connection) == HANGAR_CONNECTION_OPEN;
}

/**
 * hangar_domain_get_state:
 * @self: a domain
 *
 * Returns: its state
 */
HangarDomainState
hangar_domain_get_state (HangarDomain *self)
{
  return self->state;
}

/**
 * hangar_domain_get_reason:
 * @self: a domain
 *
 * Returns: why it is in that state
 */
HangarDomainReason
hangar_domain_get_reason (HangarDomain *self)
{
  return self->reason;
}

/**
 * hangar_domain_get_operation:
 * @self: a domain
 *
 * Returns: what we are doing to it just now
 */
HangarDomainOperation
hangar_domain_get_operation (HangarDomain *self)
{
  return self->operation;
}

/**
 * hangar_domain_is_active:
 * @self: a domain
 *
 * Returns: whether it has a running process on its host
 */
gboolean
hangar_domain_is_active (HangarDomain *self)
{
  switch (self->state)
    {
    case HANGAR_DOMAIN_RUNNING:
    case HANGAR_DOMAIN_PAUSED:
    case HANGAR_DOMAIN_SHUTTING_DOWN:
    case HANGAR_DOMAIN_CRASHED:
    case HANGAR_DOMAIN_SLEEPING:
      return TRUE;
    case HANGAR_DOMAIN_UNKNOWN:
    case HANGAR_DOMAIN_OFF:
    case HANGAR_DOMAIN_SAVED:
    default:
      return FALSE;
    }
}

/**
 * hangar_domain_set_state:
 * @self: a domain
 * @state: what an event or a refresh says
 * @reason: why
 */
void
hangar_domain_set_state (HangarDomain *self, HangarDomainState state, HangarDomainReason reason)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
    }
  if (self->reason != reason)
    {
      self->reason = reason;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REASON]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * hangar_domain_set_operation:
 * @self: a domain
 * @operation: what we are doing to it
 */
void
hangar_domain_set_operation (HangarDomain *self, HangarDomainOperation operation)
{
  if (self->operation == operation)
    return;
  self->operation = operation;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPERATION]);
}

/**
 * hangar_domain_apply:
 * @self: a domain
 * @data: what the host says of it
 */
void
hangar_domain_apply (HangarDomain *self, const HangarVirtDomain *data)
{
  g_object_freeze_notify (G_OBJECT (self));
  hangar_object_set_name (HANGAR_OBJECT (self), data->name);
  hangar_domain_set_state (self, data->state, data->reason);
  if (self->persistent != data->persistent)
    {
      self->persistent = data->persistent;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PERSISTENT]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
set_text (HangarDomain *self, char **field, const char *value, guint prop)
{
  const char *wanted = value != NULL && *value != '\0' ? value : NULL;

  if (g_strcmp0 (*field, wanted) == 0)
    return;
  g_free (*field);
  *field = g_strdup (wanted);
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
  if (prop == PROP_TITLE)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DISPLAY_NAME]);
}

/**
 * hangar_domain_apply_summary:
 * @self: a domain
 * @summary: what its definition says
 */
void
hangar_domain_apply_summary (HangarDomain *self, const HangarVirtSummary *summary)
{
  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->title, summary->title, PROP_TITLE);
  set_text (self, &self->description, summary->description, PROP_DESCRIPTION);
  set_text (self, &self->os_id, summary->os_id, PROP_OS_ID);
  if (self->memory != summary->memory)
    {
      self->memory = summary->memory;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MEMORY]);
    }
  if (self->vcpus != summary->vcpus)
    {
      self->vcpus = summary->vcpus;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VCPUS]);
    }
  if (self->template != summary->template)
    {
      self->template = summary->template;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEMPLATE]);
    }
  if (self->installing != summary->installing)
    {
      self->installing = summary->installing;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_INSTALLING]);
    }
  if (self->autostart != summary->autostart)
    {
      self->autostart = summary->autostart;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AUTOSTART]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * hangar_domain_notify_availability:
 * @self: a domain
 *
 * Its host came or went.
 */
void
hangar_domain_notify_availability (HangarDomain *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AVAILABLE]);
}

/**
 * hangar_domain_detach:
 * @self: a domain
 *
 * It is taken off its host's list for good.
 */
void
hangar_domain_detach (HangarDomain *self)
{
  g_clear_weak_pointer (&self->connection);
  hangar_domain_notify_availability (self);
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
}

/* Kinds of events after which the definition reads differently. */
static const guint redefining =
  1u << HANGAR_VIRT_EVENT_DOMAIN_DEVICE_ADDED | 1u << HANGAR_VIRT_EVENT_DOMAIN_DEVICE_REMOVED |
  1u << HANGAR_VIRT_EVENT_DOMAIN_DISK_CHANGE | 1u << HANGAR_VIRT_EVENT_DOMAIN_TRAY_CHANGE |
  1u << HANGAR_VIRT_EVENT_DOMAIN_METADATA_CHANGE | 1u << HANGAR_VIRT_EVENT_DOMAIN_TUNABLE;

/**
 * hangar_domain_emit_event:
 * @self: a domain
 * @event: (type gpointer): a #HangarVirtEvent
 *
 * Tells all who watch it what happened.
 */
void
hangar_domain_emit_event (HangarDomain *self, gconstpointer event)
{
  const HangarVirtEvent *happened = event;
  gboolean redefined = (redefining & (1u << happened->kind)) != 0;

  /* A start brings the devices' addresses and ports, a stop takes them. */
  if (happened->kind == HANGAR_VIRT_EVENT_DOMAIN_LIFECYCLE)
    redefined = happened->event == HANGAR_VIRT_LIFECYCLE_DEFINED ||
                happened->event == HANGAR_VIRT_LIFECYCLE_STARTED ||
                happened->event == HANGAR_VIRT_LIFECYCLE_STOPPED;

  g_signal_emit (self, signals[SIGNAL_EVENT], 0, event);
  if (redefined)
    g_signal_emit (self, signals[SIGNAL_DEFINITION_CHANGED], 0);
}
