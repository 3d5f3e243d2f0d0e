/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HangarXml:
 *
 * A document of libvirt's, read and changed by XPath. What is not changed stays as it was.
 */
typedef struct _HangarXml HangarXml;

/**
 * HangarXmlFunc:
 * @xml: the document; relative XPaths start at the element (or attribute) that it stands at
 * @user_data: from hangar_xml_foreach()
 */
typedef void (*HangarXmlFunc) (HangarXml *xml, gpointer user_data);

HangarXml *hangar_xml_new (const char *text, GError **error);
void hangar_xml_free (HangarXml *self);
char *hangar_xml_to_string (HangarXml *self);

char *hangar_xml_get (HangarXml *self, const char *xpath);
GStrv hangar_xml_get_all (HangarXml *self, const char *xpath);
char *hangar_xml_dump (HangarXml *self, const char *xpath);
guint64 hangar_xml_get_uint (HangarXml *self, const char *xpath);
guint64 hangar_xml_get_size (HangarXml *self, const char *xpath);
guint hangar_xml_count (HangarXml *self, const char *xpath);
char *hangar_xml_get_element_name (HangarXml *self);
guint hangar_xml_foreach (HangarXml *self, const char *xpath, guint limit, HangarXmlFunc func,
                          gpointer user_data);
gboolean hangar_xml_set (HangarXml *self, const char *xpath, const char *value);
guint hangar_xml_remove (HangarXml *self, const char *xpath);
gboolean hangar_xml_append (HangarXml *self, const char *parent_xpath, const char *fragment, GError **error);

gboolean hangar_xml_test (HangarXml *self, const char *condition);
GStrv hangar_xml_find (HangarXml *self, const char *xpath);
char *hangar_xml_get_name (HangarXml *self, const char *xpath);
int hangar_xml_get_line (HangarXml *self, const char *xpath);
char *hangar_xml_extract (HangarXml *self, const char *xpath);
gboolean hangar_xml_put (HangarXml *self, const char *xpath, const char *value);
gboolean hangar_xml_replace (HangarXml *self, const char *xpath, const char *fragment, GError **error);
char *hangar_xml_canonicalise (const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarXml, hangar_xml_free)

G_END_DECLS
