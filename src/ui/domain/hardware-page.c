/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine's hardware: its devices on the left, the form of one on the right, what waits for the next start
 * above. */

#include "config.h"

#include "ui/domain/hardware-page.h"

#include <glib/gi18n-lib.h>

#include "model/disk-delete.h"
#include "model/disk-trouble.h"
#include "model/domain-lifecycle.h"
#include "model/hardware-apply.h"
#include "model/hardware-commands.h"
#include "ui/dialogs/commands-expander.h"
#include "ui/dialogs/commands-window.h"
#include "model/hardware-offer.h"
#include "ui/domain/add-device-dialog.h"
#include "ui/domain/device-extras.h"
#include "ui/domain/device-form.h"
#include "ui/domain/device-list.h"
#include "ui/domain/device-row.h"
#include "ui/domain/disk-delete-check.h"
#include "ui/domain/domain-questions.h"
#include "ui/domain/hardware-questions.h"
#include "ui/domain/pending-bar.h"
#include "ui/domain/xml-window.h"
#include "widgets/lazy-menu.h"

struct _HangarHardwarePage
{
  AdwBin parent_instance;

  HangarHardware *hardware;
  HangarSettings *settings;
  HangarOsCatalog *os_catalog; /* (nullable) */
  char *base;                  /* (nullable): what is edited, as it was read */
  HangarXml *doc;              /* (nullable): the same with the edits */
  GPtrArray *devices;          /* (nullable): of doc */
  HangarDeviceList *list;
  HangarDeviceForm *form;
  guint extras_id; /* while the form has not got what its kind has besides its fields */
  char *kind;      /* (nullable): of the chosen device, kept over a reload */
  char *key;
  char *delete_path; /* (nullable): of the disk that is being removed */
  char *wanted;      /* (nullable): what was applied last, also what dialogs made of the definition */
  char *wanted_base; /* (nullable): what that was made of */
  HangarApplyFlags wanted_flags;
  gboolean has_edits;
  gboolean is_applying;
  GCancellable *cancellable;
  GCancellable *looking;      /* (nullable): whether the disks are there */
  HangarHardwareOffer *offer; /* (nullable): what the host has, once it has answered */
  gboolean has_asked;

  HangarPendingBar *pending_bar;
  AdwLeaflet *leaflet;
  GtkListBox *device_list;
  GtkWidget *form_box;
  GtkStack *stack;
  AdwStatusPage *status_page;
  AdwBin *form_bin;
  GtkWidget *add_button;
  GtkWidget *remove_button;
  GtkWidget *revert_button;
  GtkWidget *apply_button;
  GtkWidget *action_bar;
  GtkMenuButton *more_button;
  GMenuModel *more_menu;
};

G_DEFINE_FINAL_TYPE (HangarHardwarePage, hangar_hardware_page, ADW_TYPE_BIN)

static const char *
template_refusal (HangarHardwarePage *self)
{
  return self->hardware != NULL && hangar_domain_get_template (hangar_hardware_get_domain (self->hardware))
           ? _ ("It is a template: machines build on its disks. Make it a machine again to change it.")
           : NULL;
}

static const char *
remove_refusal (HangarHardwarePage *self)
{
  HangarDevice *device = self->form != NULL ? hangar_device_form_get_device (self->form) : NULL;

  if (template_refusal (self) != NULL)
    return template_refusal (self);
  if (device == NULL)
    return _ ("No device is chosen.");
  if ((hangar_device_get_kind (device)->flags & HANGAR_DEVICE_REMOVABLE) == 0)
    return _ ("No machine can be without this.");
  return self->has_edits ? _ ("Apply or revert your changes first.") : NULL;
}

/* Why nothing can be changed now: what was edited meanwhile would be lost when the machine is read again. */
static const char *
lock_reason (HangarHardwarePage *self)
{
  if (self->is_applying)
    return _ ("Changes are being applied.");
  return self->doc == NULL || self->base == NULL ? _ ("The hardware is not known yet.") : NULL;
}

/* Why a button cannot be pressed that needs something else first. */
static const char *
wait_reason (HangarHardwarePage *self, gboolean needs_edits)
{
  if (template_refusal (self) != NULL)
    return template_refusal (self);
  if (lock_reason (self) != NULL)
    return lock_reason (self);
  if (needs_edits)
    return self->has_edits ? NULL : _ ("Nothing has been changed.");
  return self->has_edits ? _ ("Apply or revert your changes first.") : NULL;
}

static void
update_actions (HangarHardwarePage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean valid = self->form != NULL && hangar_device_form_is_valid (self->form);
  const char *refusal = remove_refusal (self);
  const char *edit_reason = wait_reason (self, TRUE);

  if (refusal == NULL)
    refusal = wait_reason (self, FALSE);
  if (self->form != NULL)
    hangar_device_form_set_lock (self->form, lock_reason (self));
  gtk_widget_action_set_enabled (widget, "hardware.apply", edit_reason == NULL && valid);
  gtk_widget_action_set_enabled (widget, "hardware.revert", self->has_edits && lock_reason (self) == NULL);
  gtk_widget_action_set_enabled (widget, "hardware.remove", refusal == NULL);
  gtk_widget_action_set_enabled (widget, "hardware.add", wait_reason (self, FALSE) == NULL);
  gtk_widget_set_tooltip_text (self->remove_button, refusal != NULL ? refusal : _ ("Remove the device"));
  gtk_widget_set_tooltip_text (self->add_button, wait_reason (self, FALSE));
  gtk_widget_set_tooltip_text (self->revert_button,
                               edit_reason != NULL ? edit_reason : _ ("Revert the changes"));
  gtk_widget_set_tooltip_text (self->apply_button, edit_reason != NULL ? edit_reason
                                                   : valid             ? NULL
                                                           : _ ("Something in the form is not right yet."));
}

static void
show_problem (HangarHardwarePage *self)
{
  const GError *error = hangar_hardware_get_error (self->hardware);
  g_autofree char *text = error != NULL ? g_markup_escape_text (error->message, -1) : NULL;

  adw_status_page_set_title (self->status_page, error != NULL ? _ ("The hardware could not be read")
                                                              : _ ("Reading the Hardware…"));
  adw_status_page_set_description (self->status_page, text);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
form_changed_cb (HangarHardwarePage *self)
{
  g_autoptr (HangarXml) before = self->base != NULL ? hangar_xml_new (self->base, NULL) : NULL;
  g_autoptr (GPtrArray) changes = NULL;

  /* Between storing and reading again. */
  if (before == NULL)
    return;
  changes = hangar_hardware_compare (before, self->doc, FALSE);
  self->has_edits = changes->len > 0;
  update_actions (self);
}

static void
offer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarHardwarePage) self = user_data;
  HangarDomain *domain = self->hardware != NULL ? hangar_hardware_get_domain (self->hardware) : NULL;

  if (domain == NULL)
    return;
  self->offer = hangar_hardware_offer_load_finish (domain, result, NULL);
  if (self->offer != NULL && self->form != NULL)
    hangar_device_form_set_offer (self->form, self->offer);
}

/* Only whoever looks at the hardware needs to know what the host has. */
static void
ask_host (HangarHardwarePage *self)
{
  if (self->has_asked || self->base == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->has_asked = TRUE;
  hangar_hardware_offer_load_async (hangar_hardware_get_domain (self->hardware), self->base,
                                    self->cancellable, offer_cb, g_object_ref (self));
}

static void
show_trouble (HangarHardwarePage *self)
{
  if (self->form != NULL)
    hangar_device_form_set_notice (
      self->form, hangar_device_list_get_trouble (self->list, hangar_device_form_get_device (self->form)));
}

static void
troubles_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarHardwarePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) troubles = NULL;

  if (self->hardware == NULL)
    return;
  troubles = hangar_disk_troubles_finish (hangar_hardware_get_domain (self->hardware), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  hangar_device_list_set_troubles (self->list, troubles);
  show_trouble (self);
}

/* Whether the disks are there: files can go at any time, so whenever somebody looks. */
static void
look_for_disks (HangarHardwarePage *self)
{
  if (self->base == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  hangar_disk_troubles_async (hangar_hardware_get_domain (self->hardware), self->base, self->looking,
                              troubles_cb, g_object_ref (self));
}

/* When the form is there. */
static gboolean
extras_cb (gpointer user_data)
{
  HangarHardwarePage *self = user_data;
  HangarDeviceContext context = { self->hardware, self->settings, self->doc };

  self->extras_id = 0;
  context.device = hangar_device_form_get_device (self->form);
  hangar_device_extras_add (self->form, &context);
  return G_SOURCE_REMOVE;
}

static void
drop_form (HangarHardwarePage *self)
{
  g_clear_handle_id (&self->extras_id, g_source_remove);
  self->form = NULL;
  if (self->form_bin != NULL)
    adw_bin_set_child (self->form_bin, NULL);
}

static void
show_device (HangarHardwarePage *self, HangarDevice *device)
{
  gboolean active = hangar_domain_is_active (hangar_hardware_get_domain (self->hardware));
  char *kind = g_strdup (hangar_device_get_kind (device)->id),
       *key = g_strdup (hangar_device_get_key (device));

  g_free (self->kind);
  g_free (self->key);
  self->kind = kind;
  self->key = key;
  drop_form (self);
  self->form = hangar_device_form_new (self->doc, device, active);
  self->extras_id = g_idle_add_full (GDK_PRIORITY_REDRAW + 11, extras_cb, self, NULL);
  if (self->offer != NULL)
    hangar_device_form_set_offer (self->form, self->offer);
  if (self->os_catalog != NULL)
    hangar_device_form_set_os_catalog (self->form, self->os_catalog);
  show_trouble (self);
  ask_host (self);
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (form_changed_cb), self);
  adw_bin_set_child (self->form_bin, GTK_WIDGET (self->form));
  gtk_stack_set_visible_child_name (self->stack, "form");
  update_actions (self);
}

static void
row_selected_cb (GtkListBox *list, GtkListBoxRow *row, HangarHardwarePage *self)
{
  HangarDevice *device = row != NULL ? hangar_device_row_get_device (HANGAR_DEVICE_ROW (row)) : NULL;

  /* GTK selects the same row anew when the keyboard comes into the list. */
  if (device == NULL || self->doc == NULL ||
      (self->form != NULL && hangar_device_form_get_device (self->form) == device))
    return;
  show_device (self, device);
}

static void
folded_cb (HangarHardwarePage *self)
{
  hangar_pending_bar_set_narrow (self->pending_bar, adw_leaflet_get_folded (self->leaflet));
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, HangarHardwarePage *self)
{
  /* Side by side, the keyboard stays in the list. */
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, self->form_box);
}

static void
go_back (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  adw_leaflet_navigate (HANGAR_HARDWARE_PAGE (widget)->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

/* The device that was chosen before, by what it is and not by its place. */
static guint
find_chosen (HangarHardwarePage *self)
{
  for (guint i = 0; self->key != NULL && i < self->devices->len; i++)
    {
      HangarDevice *device = self->devices->pdata[i];

      if (g_str_equal (hangar_device_get_kind (device)->id, self->kind) &&
          g_str_equal (hangar_device_get_key (device), self->key))
        return i;
    }
  return 0;
}

/* Begins anew from what is stored. */
static void
take_stored (HangarHardwarePage *self)
{
  const char *xml = hangar_hardware_get_xml (self->hardware);
  HangarXml *doc = xml != NULL ? hangar_xml_new (xml, NULL) : NULL;

  drop_form (self);
  self->has_edits = FALSE;
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  g_clear_pointer (&self->doc, hangar_xml_free);
  g_free (self->base);
  self->base = g_strdup (xml);
  self->doc = doc;
  if (doc == NULL)
    {
      show_problem (self);
      update_actions (self);
      return;
    }
  self->devices = hangar_devices_new_from_xml (doc);
  hangar_device_list_show (self->list, self->devices, find_chosen (self));
  look_for_disks (self);
  update_actions (self);
}

static void
hardware_changed_cb (HangarHardware *hardware, HangarHardwarePage *self)
{
  const char *xml = hangar_hardware_get_xml (hardware);

  if (hangar_hardware_get_error (hardware) != NULL && xml == NULL)
    {
      show_problem (self);
      return;
    }
  if (g_strcmp0 (self->base, xml) == 0)
    return;
  /* What was applied is not in a reading that began before. */
  if (self->base == NULL && self->doc != NULL && hangar_hardware_is_stale (hardware))
    return;
  /* Edits are not thrown away because somebody else changed something: that is told when they are applied. */
  if (!self->has_edits && !self->is_applying)
    take_stored (self);
}

static void start_applying (HangarHardwarePage *self, HangarApplyFlags flags);

static void
conflict_answered_cb (AdwMessageDialog *dialog, const char *response, HangarHardwarePage *self)
{
  if (g_str_equal (response, "overwrite") && self->wanted != NULL)
    start_applying (self, self->wanted_flags | HANGAR_APPLY_OVERWRITE);
  else if (g_str_equal (response, "reload"))
    take_stored (self);
}

static void
tell_refusal (HangarHardwarePage *self, const GError *error)
{
  HangarDomain *domain = hangar_hardware_get_domain (self->hardware);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG))
    {
      AdwMessageDialog *dialog = hangar_hardware_question_conflict (domain, GTK_WIDGET (self));

      g_signal_connect_object (dialog, "response", G_CALLBACK (conflict_answered_cb), self, 0);
      gtk_window_present (GTK_WINDOW (dialog));
      return;
    }
  text =
    g_strdup_printf (_ ("Could not change the hardware of “%s”"), hangar_domain_get_display_name (domain));
  hangar_domain_tell_failure (GTK_WIDGET (self), text, error);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarHardwarePage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->hardware == NULL)
    return;
  if (hangar_disk_delete_finish (hangar_hardware_get_domain (self->hardware), result, &error))
    hangar_hardware_tell (GTK_WIDGET (self), _ ("What was on the disk is deleted"));
  else
    hangar_domain_tell_failure (GTK_WIDGET (self),
                                _ ("The disk is removed, but what is on it is still there"), error);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarHardwarePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarApplied) applied = hangar_hardware_apply_finish (HANGAR_DOMAIN (source), result, &error);
  g_autofree char *delete_path = g_steal_pointer (&self->delete_path);

  self->is_applying = FALSE;
  if (self->hardware == NULL)
    return;
  if (error != NULL)
    {
      tell_refusal (self, error);
      update_actions (self);
      return;
    }
  self->has_edits = FALSE;
  g_clear_pointer (&self->base, g_free);
  hangar_hardware_reload (self->hardware);
  /* The running machine may have it still: then this is refused, and said. */
  if (delete_path != NULL)
    hangar_disk_delete_async (HANGAR_DOMAIN (source), hangar_hardware_get_hosts (self->hardware), delete_path,
                              deleted_cb, g_object_ref (self));
  if (applied->is_pending)
    hangar_hardware_tell_pending (GTK_WIDGET (self), applied->reason);
  else
    hangar_hardware_tell (GTK_WIDGET (self), _ ("Applied"));
  update_actions (self);
}

static void
start_applying (HangarHardwarePage *self, HangarApplyFlags flags)
{
  self->is_applying = TRUE;
  hangar_device_list_take_focus (self->list);
  update_actions (self);
  hangar_hardware_apply_async (hangar_hardware_get_domain (self->hardware), self->wanted_base, self->wanted,
                               flags, applied_cb, g_object_ref (self));
}

/* @base: what @xml was made of */
static void
apply (HangarHardwarePage *self, const char *base, const char *xml, HangarApplyFlags flags)
{
  g_free (self->wanted);
  g_free (self->wanted_base);
  self->wanted = g_strdup (xml);
  self->wanted_base = g_strdup (base);
  self->wanted_flags = flags;
  start_applying (self, flags);
}

static void
apply_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarHardwarePage *self = HANGAR_HARDWARE_PAGE (widget);
  g_autofree char *xml = hangar_xml_to_string (self->doc);

  apply (self, self->base, xml, HANGAR_APPLY_DEFAULT);
}

static void
revert_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  take_stored (HANGAR_HARDWARE_PAGE (widget));
}

static void
reload_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hangar_hardware_reload (HANGAR_HARDWARE_PAGE (widget)->hardware);
}

/* What applying @xml does. */
static HangarCommandText *
make_commands (HangarHardwarePage *self, const char *xml, gboolean plug)
{
  g_autoptr (HangarCommandTarget) target =
    hangar_command_target_new_for_domain (hangar_hardware_get_domain (self->hardware));

  return target != NULL && self->base != NULL && xml != NULL
           ? hangar_hardware_commands_for_apply (target, self->base, xml, plug)
           : NULL;
}

static void
show_commands (HangarHardwarePage *self, HangarCommandText *commands)
{
  hangar_commands_window_show (GTK_WIDGET (self),
                               hangar_domain_get_display_name (hangar_hardware_get_domain (self->hardware)),
                               commands);
}

static void
commands_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarHardwarePage *self = HANGAR_HARDWARE_PAGE (widget);
  g_autofree char *xml = self->doc != NULL ? hangar_xml_to_string (self->doc) : NULL;
  g_autoptr (HangarCommandText) commands = make_commands (self, xml, FALSE);

  show_commands (self, commands);
}

static char *
dup_without_device (HangarHardwarePage *self)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (self->base, NULL);

  hangar_xml_remove (doc, hangar_device_get_path (hangar_device_form_get_device (self->form)));
  return hangar_xml_to_string (doc);
}

static void
remove_answered_cb (AdwMessageDialog *dialog, const char *response, HangarHardwarePage *self)
{
  g_autofree char *xml = NULL;
  GtkWidget *check = g_object_get_data (G_OBJECT (dialog), "check");

  /* It may be gone by now, and another one be chosen. */
  if (!g_str_equal (response, "remove") || self->base == NULL || remove_refusal (self) != NULL)
    return;
  g_free (self->delete_path);
  self->delete_path =
    check != NULL ? g_strdup (hangar_disk_delete_check_get_path (HANGAR_DISK_DELETE_CHECK (check))) : NULL;
  xml = dup_without_device (self);
  apply (self, self->base, xml, HANGAR_APPLY_PLUG);
}

static void
remove_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarHardwarePage *self = HANGAR_HARDWARE_PAGE (widget);
  HangarDevice *device = hangar_device_form_get_device (self->form);
  AdwMessageDialog *dialog =
    hangar_hardware_question_remove (hangar_hardware_get_domain (self->hardware), self->doc, device, widget);
  g_autofree char *xml = dup_without_device (self);

  g_object_set_data (G_OBJECT (dialog), "check", adw_message_dialog_get_extra_child (dialog));
  hangar_commands_expander_add_to (dialog, make_commands (self, xml, TRUE));
  g_signal_connect_object (dialog, "response", G_CALLBACK (remove_answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What was changed elsewhere while the dialog was open is not taken back. */
static void
added_cb (GtkWidget *dialog, const char *base, const char *xml, HangarHardwarePage *self)
{
  apply (self, base, xml, HANGAR_APPLY_PLUG);
}

static void
add_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarHardwarePage *self = HANGAR_HARDWARE_PAGE (widget);
  HangarAddDeviceDialog *dialog = hangar_add_device_dialog_new (self->hardware, self->offer, widget);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (added_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
xml_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarHardwarePage *self = HANGAR_HARDWARE_PAGE (widget);
  HangarDevice *device = self->form != NULL ? hangar_device_form_get_device (self->form) : NULL;
  HangarXmlWindow *window = hangar_xml_window_new (self->hardware, device);
  GtkRoot *root = gtk_widget_get_root (widget);

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (root));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}

static void
hangar_hardware_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hangar_hardware_page_parent_class)->map (widget);

  ask_host (HANGAR_HARDWARE_PAGE (widget));
  look_for_disks (HANGAR_HARDWARE_PAGE (widget));
}

static void
hangar_hardware_page_dispose (GObject *object)
{
  HangarHardwarePage *self = HANGAR_HARDWARE_PAGE (object);

  g_clear_pointer (&self->list, hangar_device_list_free);
  drop_form (self);
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_object (&self->hardware);
  g_clear_object (&self->settings);
  g_clear_object (&self->os_catalog);
  g_clear_pointer (&self->offer, hangar_hardware_offer_unref);

  G_OBJECT_CLASS (hangar_hardware_page_parent_class)->dispose (object);
}

static void
hangar_hardware_page_finalize (GObject *object)
{
  HangarHardwarePage *self = HANGAR_HARDWARE_PAGE (object);

  g_object_unref (self->cancellable);
  g_free (self->base);
  g_free (self->kind);
  g_free (self->key);
  g_free (self->delete_path);
  g_free (self->wanted);
  g_free (self->wanted_base);
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  g_clear_pointer (&self->doc, hangar_xml_free);

  G_OBJECT_CLASS (hangar_hardware_page_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "hardware.add", NULL, add_activated);
  gtk_widget_class_install_action (widget_class, "hardware.remove", NULL, remove_activated);
  gtk_widget_class_install_action (widget_class, "hardware.apply", NULL, apply_activated);
  gtk_widget_class_install_action (widget_class, "hardware.revert", NULL, revert_activated);
  gtk_widget_class_install_action (widget_class, "hardware.reload", NULL, reload_activated);
  gtk_widget_class_install_action (widget_class, "hardware.xml", NULL, xml_activated);
  gtk_widget_class_install_action (widget_class, "hardware.show-commands", NULL, commands_activated);
  gtk_widget_class_install_action (widget_class, "hardware.back", NULL, go_back);
}

static void
hangar_hardware_page_class_init (HangarHardwarePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_hardware_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_hardware_page_finalize;
  widget_class->map = hangar_hardware_page_map;

  install_actions (widget_class);
  g_type_ensure (HANGAR_TYPE_PENDING_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/hardware-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarHardwarePage, pending_bar);
  gtk_widget_class_bind_template_child (widget_class, HangarHardwarePage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, HangarHardwarePage, device_list);
  gtk_widget_class_bind_template_child (widget_class, HangarHardwarePage, form_box);
  gtk_widget_class_bind_template_child (widget_class, HangarHardwarePage, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarHardwarePage, status_page);
  gtk_widget_class_bind_template_child (widget_class, HangarHardwarePage, form_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarHardwarePage, add_button);
  gtk_widget_class_bind_template_child (widget_class, HangarHardwarePage, remove_button);
  gtk_widget_class_bind_template_child (widget_class, HangarHardwarePage, revert_button);
  gtk_widget_class_bind_template_child (widget_class, HangarHardwarePage, apply_button);
  gtk_widget_class_bind_template_child (widget_class, HangarHardwarePage, action_bar);
  gtk_widget_class_bind_template_child (widget_class, HangarHardwarePage, more_button);
  gtk_widget_class_bind_template_child (widget_class, HangarHardwarePage, more_menu);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
hangar_hardware_page_init (HangarHardwarePage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->list = hangar_device_list_new (self->device_list);
  g_signal_connect_object (self->leaflet, "notify::folded", G_CALLBACK (folded_cb), self, G_CONNECT_SWAPPED);
  hangar_lazy_menu_set (self->more_button, self->more_menu);
  update_actions (self);
}

/**
 * hangar_hardware_page_new:
 * @hardware: a machine's hardware
 * @settings: (nullable): for what is remembered
 *
 * Returns: (transfer none): the page
 */
GtkWidget *
hangar_hardware_page_new (HangarHardware *hardware, HangarSettings *settings)
{
  HangarHardwarePage *self = g_object_new (HANGAR_TYPE_HARDWARE_PAGE, NULL);

  self->hardware = g_object_ref (hardware);
  g_set_object (&self->settings, settings);
  g_signal_connect_object (hardware, "changed", G_CALLBACK (hardware_changed_cb), self, 0);
  hangar_pending_bar_set_hardware (self->pending_bar, hardware);
  g_signal_connect_object (hangar_hardware_get_domain (hardware), "notify::template",
                           G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  hardware_changed_cb (hardware, self);
  return GTK_WIDGET (self);
}

/**
 * hangar_hardware_page_set_os_catalog:
 * @self: the page
 * @os_catalog: (nullable): the operating systems that can be chosen
 */
void
hangar_hardware_page_set_os_catalog (HangarHardwarePage *self, HangarOsCatalog *os_catalog)
{
  g_set_object (&self->os_catalog, os_catalog);
  if (self->form != NULL && os_catalog != NULL)
    hangar_device_form_set_os_catalog (self->form, os_catalog);
}

/**
 * hangar_hardware_page_set_hosts:
 * @self: the page
 * @hosts: (nullable): all hosts, of #HangarConnection: their machines may use the same disks
 */
void
hangar_hardware_page_set_hosts (HangarHardwarePage *self, GListModel *hosts)
{
  hangar_hardware_set_hosts (self->hardware, hosts);
}

/**
 * hangar_hardware_page_has_edits:
 * @self: the page
 *
 * Returns: whether there is something that was changed and not applied
 */
gboolean
hangar_hardware_page_has_edits (HangarHardwarePage *self)
{
  return self->has_edits;
}

/**
 * hangar_hardware_page_discard_edits:
 * @self: the page
 *
 * Shows what is stored again.
 */
void
hangar_hardware_page_discard_edits (HangarHardwarePage *self)
{
  take_stored (self);
}

/**
 * hangar_hardware_page_show_kind:
 * @self: the page
 * @kind: "disk"…
 *
 * Shows the first device of that kind.
 */
void
hangar_hardware_page_show_kind (HangarHardwarePage *self, const char *kind)
{
  for (guint i = 0; self->devices != NULL && i < self->devices->len; i++)
    if (g_str_equal (hangar_device_get_kind (self->devices->pdata[i])->id, kind))
      {
        hangar_device_list_choose (self->list, i);
        return;
      }
}
