/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libvirt's documents by XPath: the one node that is meant is read or changed, all others are kept. */

#include "virt/xml.h"

#include <gio/gio.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <string.h>

/* A definition is some KiB; a daemon that sends more than this is up to something. */
#define LARGEST_DOCUMENT (16 * 1024 * 1024)

struct _HangarXml
{
  xmlDocPtr doc;
  xmlXPathContextPtr context;
};

static void
silence_cb (void *data, xmlErrorPtr error)
{
}

static void
set_parse_error (GError **error, xmlParserCtxtPtr parser)
{
  const xmlError *last = xmlCtxtGetLastError (parser);
  g_autofree char *text = g_strdup (last != NULL && last->message != NULL ? last->message : "not XML");

  g_strchomp (text);
  if (last != NULL && last->line > 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%d: %s", last->line, text);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, text);
}

/**
 * hangar_xml_new:
 * @text: (nullable): a document
 * @error: return location; the message begins with the line
 *
 * Parses a document: no network, no external entities, no expansion bombs.
 *
 * Returns: (transfer full) (nullable): the document
 */
HangarXml *
hangar_xml_new (const char *text, GError **error)
{
  gsize length = text != NULL ? strlen (text) : 0;
  xmlParserCtxtPtr parser;
  xmlDocPtr doc;
  HangarXml *self;

  if (length == 0 || length > LARGEST_DOCUMENT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, length == 0 ? "empty" : "too large");
      return NULL;
    }

  parser = xmlNewParserCtxt ();
  doc = xmlCtxtReadMemory (parser, text, (int) length, NULL, NULL,
                           XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  if (doc == NULL)
    set_parse_error (error, parser);
  xmlFreeParserCtxt (parser);
  if (doc == NULL)
    return NULL;

  self = g_new0 (HangarXml, 1);
  self->doc = doc;
  self->context = xmlXPathNewContext (doc);
  self->context->error = (xmlStructuredErrorFunc) silence_cb;
  return self;
}

/**
 * hangar_xml_free:
 * @self: (transfer full): a document
 */
void
hangar_xml_free (HangarXml *self)
{
  xmlXPathFreeContext (self->context);
  xmlFreeDoc (self->doc);
  g_free (self);
}

/**
 * hangar_xml_to_string:
 * @self: a document
 *
 * Returns: (transfer full): its text, without an XML declaration
 */
char *
hangar_xml_to_string (HangarXml *self)
{
  xmlBufferPtr buffer = xmlBufferCreate ();
  char *text;

  xmlNodeDump (buffer, self->doc, xmlDocGetRootElement (self->doc), 0, 0);
  text = g_strconcat ((const char *) xmlBufferContent (buffer), "\n", NULL);
  xmlBufferFree (buffer);
  return text;
}

static xmlXPathObjectPtr
evaluate (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = xmlXPathEvalExpression (BAD_CAST xpath, self->context);

  if (found != NULL && found->type == XPATH_NODESET && found->nodesetval != NULL &&
      found->nodesetval->nodeNr > 0)
    return found;
  if (found != NULL)
    xmlXPathFreeObject (found);
  return NULL;
}

/**
 * hangar_xml_get:
 * @self: a document
 * @xpath: an element or attribute
 *
 * Returns: (transfer full) (nullable): the text of the first that matches
 */
char *
hangar_xml_get (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  xmlChar *content;
  char *text;

  if (found == NULL)
    return NULL;

  content = xmlNodeGetContent (found->nodesetval->nodeTab[0]);
  text = g_strdup ((const char *) content);
  xmlFree (content);
  xmlXPathFreeObject (found);
  return text;
}

/**
 * hangar_xml_get_all:
 * @self: a document
 * @xpath: elements or attributes
 *
 * Returns: (transfer full): the texts of all that match, in the order of the document
 */
GStrv
hangar_xml_get_all (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  for (int i = 0; found != NULL && i < found->nodesetval->nodeNr; i++)
    {
      xmlChar *content = xmlNodeGetContent (found->nodesetval->nodeTab[i]);

      g_strv_builder_add (texts, (const char *) content);
      xmlFree (content);
    }
  if (found != NULL)
    xmlXPathFreeObject (found);
  return g_strv_builder_end (texts);
}

/**
 * hangar_xml_dump:
 * @self: a document
 * @xpath: an element
 *
 * Returns: (transfer full) (nullable): the first element that matches, as XML
 */
char *
hangar_xml_dump (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  xmlBufferPtr buffer;
  char *text;

  if (found == NULL)
    return NULL;
  buffer = xmlBufferCreate ();
  xmlNodeDump (buffer, self->doc, found->nodesetval->nodeTab[0], 0, 0);
  text = g_strdup ((const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);
  xmlXPathFreeObject (found);
  return text;
}

/**
 * hangar_xml_get_uint:
 * @self: a document
 * @xpath: an element or attribute
 *
 * Returns: its number, 0 when there is none
 */
guint64
hangar_xml_get_uint (HangarXml *self, const char *xpath)
{
  g_autofree char *text = hangar_xml_get (self, xpath);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;
}

static guint64
unit_factor (const char *unit)
{
  static const char letters[] = "kmgtpe";
  const char *at;
  guint64 base, factor = 1;

  if (unit == NULL)
    return 1024;
  if (g_str_equal (unit, "b") || g_str_equal (unit, "bytes"))
    return 1;

  at = strchr (letters, g_ascii_tolower (unit[0]));
  if (at == NULL || *at == '\0')
    return 1024;
  /* "KB" counts in thousands, "K" and "KiB" in 1024, as libvirt has it. */
  base = g_ascii_strcasecmp (unit + 1, "b") == 0 ? 1000 : 1024;
  for (const char *letter = letters; letter <= at; letter++)
    factor *= base;
  return factor;
}

/**
 * hangar_xml_get_size:
 * @self: a document
 * @xpath: an element with a size and perhaps a unit (KiB without one)
 *
 * Returns: the size in bytes, 0 when there is none
 */
guint64
hangar_xml_get_size (HangarXml *self, const char *xpath)
{
  g_autofree char *unit_path = g_strconcat (xpath, "/@unit", NULL);
  g_autofree char *unit = hangar_xml_get (self, unit_path);

  return hangar_xml_get_uint (self, xpath) * unit_factor (unit);
}

/**
 * hangar_xml_count:
 * @self: a document
 * @xpath: a set of nodes
 *
 * Returns: how many there are
 */
guint
hangar_xml_count (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  guint n = found != NULL ? (guint) found->nodesetval->nodeNr : 0;

  if (found != NULL)
    xmlXPathFreeObject (found);
  return n;
}

/**
 * hangar_xml_get_element_name:
 * @self: a document, within hangar_xml_foreach()
 *
 * Returns: (transfer full): the name of the element that it stands at
 */
char *
hangar_xml_get_element_name (HangarXml *self)
{
  xmlNodePtr node = self->context->node;

  return g_strdup (node != NULL ? (const char *) node->name : "");
}

/**
 * hangar_xml_foreach:
 * @self: a document
 * @xpath: elements or attributes
 * @limit: how many at most
 * @func: (scope call): called for each, in the order of the document; must not change it
 * @user_data: for @func
 *
 * Returns: how many there were
 */
guint
hangar_xml_foreach (HangarXml *self, const char *xpath, guint limit, HangarXmlFunc func, gpointer user_data)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  xmlNodePtr before = self->context->node;
  guint n;

  if (found == NULL)
    return 0;

  n = MIN ((guint) found->nodesetval->nodeNr, limit);
  for (guint i = 0; i < n; i++)
    {
      self->context->node = found->nodesetval->nodeTab[i];
      func (self, user_data);
    }
  self->context->node = before;
  xmlXPathFreeObject (found);
  return n;
}

/**
 * hangar_xml_set:
 * @self: a document
 * @xpath: an element or attribute that is there
 * @value: its new text
 *
 * Returns: whether it was there
 */
gboolean
hangar_xml_set (HangarXml *self, const char *xpath, const char *value)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  xmlChar *escaped;

  if (found == NULL)
    return FALSE;

  /* xmlNodeSetContent() takes markup. */
  escaped = xmlEncodeSpecialChars (self->doc, BAD_CAST value);
  xmlNodeSetContent (found->nodesetval->nodeTab[0], escaped);
  xmlFree (escaped);
  xmlXPathFreeObject (found);
  return TRUE;
}

/**
 * hangar_xml_remove:
 * @self: a document
 * @xpath: elements or attributes
 *
 * Returns: how many were removed
 */
guint
hangar_xml_remove (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  guint n;

  if (found == NULL)
    return 0;

  n = (guint) found->nodesetval->nodeNr;
  for (guint i = 0; i < n; i++)
    {
      xmlNodePtr node = found->nodesetval->nodeTab[i];

      /* The white space before it goes with it, so that no empty line is left. */
      if (node->type == XML_ELEMENT_NODE && node->prev != NULL && xmlIsBlankNode (node->prev))
        {
          xmlNodePtr blank = node->prev;

          xmlUnlinkNode (blank);
          xmlFreeNode (blank);
        }
      xmlUnlinkNode (node);
      xmlFreeNode (node);
      found->nodesetval->nodeTab[i] = NULL;
    }
  xmlXPathFreeObject (found);
  return n;
}

/**
 * hangar_xml_append:
 * @self: a document
 * @parent_xpath: the element that gets it as its last child
 * @fragment: a well-formed element
 * @error: return location
 *
 * Returns: whether it was added
 */
gboolean
hangar_xml_append (HangarXml *self, const char *parent_xpath, const char *fragment, GError **error)
{
  xmlXPathObjectPtr parent = evaluate (self, parent_xpath);
  g_autoptr (HangarXml) other = NULL;

  if (parent == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no %s", parent_xpath);
      return FALSE;
    }

  other = hangar_xml_new (fragment, error);
  if (other != NULL)
    xmlAddChild (parent->nodesetval->nodeTab[0],
                 xmlDocCopyNode (xmlDocGetRootElement (other->doc), self->doc, 1));
  xmlXPathFreeObject (parent);
  return other != NULL;
}
