/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks before a tab or a window takes edits with it that were not applied, over the tab that they are in. */

#include "config.h"

#include "ui/domain/edits-question.h"

#include "ui/domain/domain-view.h"
#include "ui/domain/hardware-questions.h"

#define QUESTION "hangar-edits-question"

static HangarDomainView *
view_of (AdwTabPage *page)
{
  return HANGAR_DOMAIN_VIEW (adw_tab_page_get_child (page));
}

/* Nothing is left that they could be applied to. */
static void
removed_cb (HangarDomainView *view, AdwMessageDialog *dialog)
{
  adw_message_dialog_response (dialog, "discard");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
question_gone (gpointer view)
{
  g_object_set_data (view, QUESTION, NULL);
  g_object_unref (view);
}

static void
ask (AdwTabView *tabs, AdwTabPage *page, GCallback answered, gpointer asker)
{
  HangarDomainView *view = view_of (page);
  AdwMessageDialog *dialog = g_object_get_data (G_OBJECT (view), QUESTION);

  adw_tab_view_set_selected_page (tabs, page);
  hangar_domain_view_show_page (view, "hardware");
  if (dialog == NULL)
    {
      dialog = hangar_hardware_question_edits (GTK_WIDGET (view));
      g_object_set_data (G_OBJECT (view), QUESTION, dialog);
      g_object_set_data_full (G_OBJECT (dialog), QUESTION, g_object_ref (view), question_gone);
      g_signal_connect_object (view, "removed", G_CALLBACK (removed_cb), dialog, 0);
    }
  /* A tab and its window may be closed while the other asks: the answer is for both. */
  if (g_signal_handler_find (dialog, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL,
                             (gpointer) answered, asker) == 0)
    g_signal_connect_object (dialog, "response", answered, asker, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
tab_answered_cb (AdwMessageDialog *dialog, const char *response, AdwTabPage *page)
{
  GtkWidget *tabs = gtk_widget_get_ancestor (adw_tab_page_get_child (page), ADW_TYPE_TAB_VIEW);

  if (tabs != NULL)
    adw_tab_view_close_page_finish (ADW_TAB_VIEW (tabs), page, g_str_equal (response, "discard"));
}

/* Other tabs may have edits too: closing begins anew. */
static void
window_answered_cb (AdwMessageDialog *dialog, const char *response, GtkWindow *window)
{
  GtkWidget *view = g_object_get_data (G_OBJECT (dialog), QUESTION);

  if (!g_str_equal (response, "discard"))
    return;
  /* Its tab may have been closed by the same answer. */
  if (gtk_widget_get_root (view) == GTK_ROOT (window))
    hangar_domain_view_discard_edits (HANGAR_DOMAIN_VIEW (view));
  /* It lives a little longer than the window: until it has told its answer to everybody. */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  gtk_window_close (window);
}

/**
 * hangar_edits_question_ask_tab:
 * @tabs: the tabs of a window
 * @page: one of a #HangarDomainView that is to be closed
 *
 * Asks when it has edits, and finishes closing it then.
 *
 * Returns: whether the tab stays until there is an answer
 */
gboolean
hangar_edits_question_ask_tab (AdwTabView *tabs, AdwTabPage *page)
{
  if (!hangar_domain_view_has_edits (view_of (page)))
    return FALSE;
  ask (tabs, page, G_CALLBACK (tab_answered_cb), page);
  return TRUE;
}

/**
 * hangar_edits_question_ask_window:
 * @window: a window that is to be closed
 * @tabs: what is in it, each a #HangarDomainView
 *
 * Selects the first tab that has edits and asks about them; then closes the window again.
 *
 * Returns: whether the window stays until there is an answer
 */
gboolean
hangar_edits_question_ask_window (GtkWindow *window, AdwTabView *tabs)
{
  for (int i = 0; i < adw_tab_view_get_n_pages (tabs); i++)
    {
      AdwTabPage *page = adw_tab_view_get_nth_page (tabs, i);

      if (!hangar_domain_view_has_edits (view_of (page)))
        continue;
      ask (tabs, page, G_CALLBACK (window_answered_cb), window);
      return TRUE;
    }
  return FALSE;
}
