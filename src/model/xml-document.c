/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What libvirt describes by XML, whichever it is: read, and stored again when the daemon agrees. */

#include "config.h"

#include "model/xml-document.h"

#include <glib/gi18n-lib.h>

#include "model/hardware-apply.h"
#include "model/hardware-commands.h"

struct _HangarXmlDocument
{
  GObject parent_instance;

  HangarHardware *hardware; /* (nullable): of a machine; else what follows */
  HangarConnection *connection;
  GCancellable *cancellable;
  HangarVirtDefinitionKind kind;
  char *id;
  char *name;
  char *xml; /* (nullable) */
  GError *error;
};

G_DEFINE_FINAL_TYPE (HangarXmlDocument, hangar_xml_document, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What a worker's thread needs. */
typedef struct
{
  HangarVirtDefinitionKind kind;
  char *id;
  char *name;
  char *base;
  char *xml;
} Request;

static Request *
request_new (HangarXmlDocument *self)
{
  Request *request = g_new0 (Request, 1);

  request->kind = self->kind;
  request->id = g_strdup (self->id);
  request->name = g_strdup (self->name);
  return request;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->id);
  g_free (request->name);
  g_free (request->base);
  g_free (request->xml);
  g_free (request);
}

static gpointer
load_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  const HangarVirtDefinition what = { request->kind, request->id, request->name };

  return hangar_virt_definition_get (connection, &what, error);
}

static gpointer
store_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  const HangarVirtDefinition what = { request->kind, request->id, request->name };

  hangar_virt_definition_set (connection, &what, request->base, request->xml, error);
  return NULL;
}

static void
hangar_xml_document_dispose (GObject *object)
{
  HangarXmlDocument *self = HANGAR_XML_DOCUMENT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->hardware);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (hangar_xml_document_parent_class)->dispose (object);
}

static void
hangar_xml_document_finalize (GObject *object)
{
  HangarXmlDocument *self = HANGAR_XML_DOCUMENT (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->xml);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (hangar_xml_document_parent_class)->finalize (object);
}

static void
hangar_xml_document_class_init (HangarXmlDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hangar_xml_document_dispose;
  object_class->finalize = hangar_xml_document_finalize;

  /**
   * HangarXmlDocument::changed:
   * @self: the document
   *
   * It was read again, or could not be read.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HANGAR_TYPE_XML_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
hangar_xml_document_init (HangarXmlDocument *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
hardware_changed_cb (HangarXmlDocument *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * hangar_xml_document_new_for_hardware:
 * @hardware: a machine's hardware
 *
 * Returns: (transfer full): the machine's stored definition
 */
HangarXmlDocument *
hangar_xml_document_new_for_hardware (HangarHardware *hardware)
{
  HangarXmlDocument *self = g_object_new (HANGAR_TYPE_XML_DOCUMENT, NULL);

  self->hardware = g_object_ref (hardware);
  self->name = g_strdup (hangar_domain_get_display_name (hangar_hardware_get_domain (hardware)));
  g_signal_connect_object (hardware, "changed", G_CALLBACK (hardware_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * hangar_xml_document_new:
 * @connection: a host
 * @what: a network, pool, volume or snapshot of it (copied)
 * @name: what people call it; a snapshot is found by it
 *
 * Reads it at once.
 *
 * Returns: (transfer full): its definition
 */
HangarXmlDocument *
hangar_xml_document_new (HangarConnection *connection, const HangarVirtDefinition *what, const char *name)
{
  HangarXmlDocument *self = g_object_new (HANGAR_TYPE_XML_DOCUMENT, NULL);

  self->connection = g_object_ref (connection);
  self->kind = what->kind;
  self->id = g_strdup (what->id);
  self->name = g_strdup (name);
  hangar_xml_document_reload (self);
  return self;
}

/**
 * hangar_xml_document_new_for_snapshot:
 * @domain: a machine whose host is connected
 * @name: one of its snapshots
 *
 * Returns: (transfer full): its definition
 */
HangarXmlDocument *
hangar_xml_document_new_for_snapshot (HangarDomain *domain, const char *name)
{
  const HangarVirtDefinition what = { HANGAR_VIRT_DEFINITION_SNAPSHOT, hangar_domain_get_uuid (domain),
                                      name };

  return hangar_xml_document_new (hangar_domain_get_connection (domain), &what, name);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarXmlDocument) self = user_data;
  g_autoptr (GError) error = NULL;
  char *xml = hangar_connection_run_finish (self->connection, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  g_free (self->xml);
  self->xml = xml;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * hangar_xml_document_reload:
 * @self: a document
 *
 * Reads it again; #HangarXmlDocument::changed tells when that is done.
 */
void
hangar_xml_document_reload (HangarXmlDocument *self)
{
  HangarConnectionWork work = { HANGAR_WORKER_QUICK, load_run, NULL, request_free, g_free };

  if (self->hardware != NULL)
    {
      hangar_hardware_reload (self->hardware);
      return;
    }
  work.data = request_new (self);
  hangar_connection_run_async (self->connection, &work, self->cancellable, loaded_cb, g_object_ref (self));
}

/**
 * hangar_xml_document_dup_title:
 * @self: a document
 *
 * Returns: (transfer full): "XML of the network “default”": plain text
 */
char *
hangar_xml_document_dup_title (HangarXmlDocument *self)
{
  if (self->hardware != NULL)
    /* Translators: %s is the name of a machine */
    return g_strdup_printf (_ ("XML of “%s”"), self->name);
  switch (self->kind)
    {
    case HANGAR_VIRT_DEFINITION_NETWORK:
      return g_strdup_printf (_ ("XML of the network “%s”"), self->name);
    case HANGAR_VIRT_DEFINITION_POOL:
      return g_strdup_printf (_ ("XML of the storage pool “%s”"), self->name);
    case HANGAR_VIRT_DEFINITION_VOLUME:
      return g_strdup_printf (_ ("XML of the volume “%s”"), self->name);
    case HANGAR_VIRT_DEFINITION_SNAPSHOT:
    default:
      return g_strdup_printf (_ ("XML of the snapshot “%s”"), self->name);
    }
}

/**
 * hangar_xml_document_get_xml:
 * @self: a document
 *
 * Returns: (nullable): its XML, secrets included: do not show them
 */
const char *
hangar_xml_document_get_xml (HangarXmlDocument *self)
{
  return self->hardware != NULL ? hangar_hardware_get_xml (self->hardware) : self->xml;
}

/**
 * hangar_xml_document_get_error:
 * @self: a document
 *
 * Returns: (nullable): why it could not be read
 */
const GError *
hangar_xml_document_get_error (HangarXmlDocument *self)
{
  return self->hardware != NULL ? hangar_hardware_get_error (self->hardware) : self->error;
}

/**
 * hangar_xml_document_get_refusal:
 * @self: a document
 *
 * Returns: (nullable): a sentence that says why it cannot be changed
 */
const char *
hangar_xml_document_get_refusal (HangarXmlDocument *self)
{
  if (self->hardware != NULL)
    return hangar_domain_get_template (hangar_hardware_get_domain (self->hardware))
             ? _ ("It is a template: machines build on its disks. Make it a machine again to change it.")
             : NULL;
  return self->kind == HANGAR_VIRT_DEFINITION_VOLUME
           ? _ ("libvirt reads this from the file itself: it can be shown, not changed.")
           : NULL;
}

static void
add_define (HangarCommandText *text, const char *verb, const char *xml)
{
  hangar_command_text_virsh (text, verb);
  hangar_command_text_flag (text, "/dev/stdin");
  hangar_command_text_flag (text, "--validate");
  hangar_command_text_feed (text, xml);
}

static void
add_redefine (HangarXmlDocument *self, HangarCommandText *text, const char *xml)
{
  hangar_command_text_virsh (text, "snapshot-create");
  hangar_command_text_operand (text, "domain", self->id);
  hangar_command_text_flag (text, "/dev/stdin");
  hangar_command_text_flag (text, "--redefine");
  hangar_command_text_flag (text, "--validate");
  hangar_command_text_feed (text, xml);
}

/**
 * hangar_xml_document_dup_commands:
 * @self: a document
 * @edited: its XML with changes
 *
 * Returns: (transfer full) (nullable): the commands that store it
 */
HangarCommandText *
hangar_xml_document_dup_commands (HangarXmlDocument *self, const char *edited)
{
  HangarCommandText *text;

  if (self->hardware != NULL)
    {
      g_autoptr (HangarCommandTarget) target =
        hangar_command_target_new_for_domain (hangar_hardware_get_domain (self->hardware));
      const char *base = hangar_hardware_get_xml (self->hardware);

      return target != NULL && base != NULL ? hangar_hardware_commands_for_apply (target, base, edited, FALSE)
                                            : NULL;
    }
  text = hangar_command_text_new (hangar_connection_get_uri (self->connection));
  if (self->kind == HANGAR_VIRT_DEFINITION_SNAPSHOT)
    add_redefine (self, text, edited);
  else if (self->kind != HANGAR_VIRT_DEFINITION_VOLUME)
    add_define (text, self->kind == HANGAR_VIRT_DEFINITION_NETWORK ? "net-define" : "pool-define", edited);
  return text;
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarApplied) applied = hangar_hardware_apply_finish (HANGAR_DOMAIN (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (
      task, applied->is_pending ? g_strdup (applied->reason ? applied->reason : "") : NULL, g_free);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HangarXmlDocument *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  hangar_connection_run_finish (self->connection, result, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    /* What runs keeps what it was started with. */
    g_task_return_pointer (task, self->kind == HANGAR_VIRT_DEFINITION_SNAPSHOT ? NULL : g_strdup (""),
                           g_free);
}

/**
 * hangar_xml_document_store_async:
 * @self: a document
 * @base: its XML that was edited
 * @edited: its XML with the changes
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
hangar_xml_document_store_async (HangarXmlDocument *self, const char *base, const char *edited,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, store_run, NULL, request_free, NULL };
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Request *request;

  g_task_set_source_tag (task, hangar_xml_document_store_async);
  if (self->hardware != NULL)
    {
      hangar_hardware_apply_async (hangar_hardware_get_domain (self->hardware), base, edited,
                                   HANGAR_APPLY_DEFAULT, applied_cb, task);
      return;
    }
  request = request_new (self);
  request->base = g_strdup (base);
  request->xml = g_strdup (edited);
  work.data = request;
  hangar_connection_run_async (self->connection, &work, NULL, stored_cb, task);
}

/**
 * hangar_xml_document_store_finish:
 * @self: a document
 * @result: what the callback got
 * @pending: (out) (nullable): set when it takes effect at the next start only: why, or ""
 * @error: return location; %G_IO_ERROR_WRONG_ETAG when it was changed elsewhere meanwhile
 *
 * Returns: whether it is stored
 */
gboolean
hangar_xml_document_store_finish (HangarXmlDocument *self, GAsyncResult *result, char **pending,
                                  GError **error)
{
  GError *failure = NULL;
  char *reason = g_task_propagate_pointer (G_TASK (result), &failure);

  *pending = reason;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}
