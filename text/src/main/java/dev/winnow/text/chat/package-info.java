/**
 * Chat: the template by which a model was taught to see a conversation.
 *
 * <p>Templates are Jinja and come with the model, so they are run with no access to anything but the conversation.
 */
@NullMarked
package dev.winnow.text.chat;

import org.jspecify.annotations.NullMarked;
