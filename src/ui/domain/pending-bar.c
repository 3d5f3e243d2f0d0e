/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a machine's hardware waits for its next start, and bringing that about. */

#include "config.h"

#include "ui/domain/pending-bar.h"

#include <glib/gi18n-lib.h>

#include "model/domain-lifecycle.h"
#include "model/hardware-change.h"
#include "model/hardware-commands.h"
#include "ui/dialogs/commands-window.h"
#include "ui/domain/domain-questions.h"

struct _HangarPendingBar
{
  AdwBin parent_instance;

  HangarHardware *hardware;
  gboolean is_narrow;
  guint turning;              /* until its buttons have gone where they belong */
  gulong restart_handlers[2]; /* until the machine is off and can start with its changes */

  GtkRevealer *revealer;
  GtkBox *box;
  GtkLabel *label;
  GtkLabel *list;
};

G_DEFINE_FINAL_TYPE (HangarPendingBar, hangar_pending_bar, ADW_TYPE_BIN)

static void
update (HangarPendingBar *self)
{
  GPtrArray *pending = hangar_hardware_get_pending (self->hardware);
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *text = NULL;
  guint n = pending != NULL ? pending->len : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *line = hangar_hardware_change_describe (pending->pdata[i]);

      g_string_append_printf (list, "%s%s", i > 0 ? "\n" : "", line);
    }
  text = g_strdup_printf (
    ngettext ("%u change waits for the next start", "%u changes wait for the next start", n), n);
  gtk_label_set_text (self->label, text);
  gtk_label_set_text (self->list, list->str);
  /* What is not revealed could still be reached by Tab. */
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), n > 0);
  gtk_revealer_set_reveal_child (self->revealer, n > 0);
}

static void
commands_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarDomain *domain = hangar_hardware_get_domain (HANGAR_PENDING_BAR (widget)->hardware);
  g_autoptr (HangarCommandTarget) target = hangar_command_target_new_for_domain (domain);
  g_autoptr (HangarCommandText) commands =
    target != NULL ? hangar_hardware_commands_for_pending (target) : NULL;

  hangar_commands_window_show (widget, hangar_domain_get_display_name (domain), commands);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarPendingBar) self = user_data;
  HangarDomain *domain = HANGAR_DOMAIN (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (hangar_domain_operate_finish (domain, result, &error))
    return;
  text = g_strdup_printf (_ ("Could not start “%s”"), hangar_domain_get_display_name (domain));
  hangar_domain_tell_failure (GTK_WIDGET (self), text, error);
}

static void
forget_restart (HangarPendingBar *self, HangarDomain *domain)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->restart_handlers); i++)
    g_clear_signal_handler (&self->restart_handlers[i], domain);
}

/* The host may tell that it is off before it answers what made it so, and until then nothing else can begin.
 */
static void
off_cb (HangarDomain *domain, GParamSpec *pspec, HangarPendingBar *self)
{
  if (hangar_domain_is_active (domain) ||
      hangar_domain_get_operation (domain) != HANGAR_DOMAIN_OPERATION_NONE)
    return;
  forget_restart (self, domain);
  hangar_domain_operate_async (domain, HANGAR_DOMAIN_OPERATION_START, NULL, started_cb, g_object_ref (self));
}

/* The daemon keeps its process over a reboot, so only a start from off has the new hardware. */
static void
restart_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarPendingBar *self = HANGAR_PENDING_BAR (widget);
  HangarDomain *domain = hangar_hardware_get_domain (self->hardware);

  forget_restart (self, domain);
  self->restart_handlers[0] = g_signal_connect (domain, "notify::state", G_CALLBACK (off_cb), self);
  self->restart_handlers[1] = g_signal_connect (domain, "notify::operation", G_CALLBACK (off_cb), self);
  gtk_widget_activate_action (widget, "domain.shutdown", NULL);
}

/* Whoever shuts it down much later did not mean that it starts again. */
static void
shutdown_ignored_cb (HangarDomain *domain, HangarPendingBar *self)
{
  forget_restart (self, domain);
}

static gboolean
turn_cb (gpointer data)
{
  HangarPendingBar *self = data;

  self->turning = 0;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  self->is_narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  return G_SOURCE_REMOVE;
}

static void
hangar_pending_bar_dispose (GObject *object)
{
  HangarPendingBar *self = HANGAR_PENDING_BAR (object);

  g_clear_handle_id (&self->turning, g_source_remove);
  if (self->hardware != NULL)
    forget_restart (self, hangar_hardware_get_domain (self->hardware));
  g_clear_object (&self->hardware);

  G_OBJECT_CLASS (hangar_pending_bar_parent_class)->dispose (object);
}

static void
hangar_pending_bar_class_init (HangarPendingBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_pending_bar_dispose;

  gtk_widget_class_install_action (widget_class, "pending.restart", NULL, restart_activated);
  gtk_widget_class_install_action (widget_class, "pending.show-commands", NULL, commands_activated);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/pending-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarPendingBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, HangarPendingBar, box);
  gtk_widget_class_bind_template_child (widget_class, HangarPendingBar, label);
  gtk_widget_class_bind_template_child (widget_class, HangarPendingBar, list);
}

static void
hangar_pending_bar_init (HangarPendingBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), FALSE);
}

/**
 * hangar_pending_bar_set_hardware:
 * @self: a bar
 * @hardware: a machine's hardware; given once
 */
void
hangar_pending_bar_set_hardware (HangarPendingBar *self, HangarHardware *hardware)
{
  g_return_if_fail (self->hardware == NULL);

  self->hardware = g_object_ref (hardware);
  g_signal_connect_object (hardware, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hangar_hardware_get_domain (hardware), "shutdown-ignored",
                           G_CALLBACK (shutdown_ignored_cb), self, 0);
  update (self);
}

/**
 * hangar_pending_bar_set_narrow:
 * @self: a bar
 * @narrow: whether its buttons go below its words
 *
 * They go there soon: who calls this may be in the middle of giving room to widgets.
 */
void
hangar_pending_bar_set_narrow (HangarPendingBar *self, gboolean narrow)
{
  self->is_narrow = narrow;
  if (self->turning == 0)
    self->turning = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, turn_cb, self, NULL);
}
