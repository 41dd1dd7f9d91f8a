package org.fediversity.notes;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// All notes, in PostgreSQL.
@Singleton
final class Notes {
    private final Jdbi jdbi;

    Notes(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Keeps a note and answers it with its position.
    Note keep(Note note) {
        long position = jdbi.withHandle(db -> db.createQuery("""
                        insert into note (id, text, published, picture, picture_type, picture_bytes, picture_alternative)
                        values (:id, :text, :published, cast(:picture as uuid), :type, cast(:bytes as bigint), :alternative) returning position""")
                .bind("id", note.id())
                .bind("text", note.text())
                .bind("published", OffsetDateTime.ofInstant(note.published(), ZoneOffset.UTC))
                .bind("picture", note.picture().map(Note.Picture::id).orElse(null))
                .bind("type", note.picture().map(Note.Picture::mediaType).orElse(null))
                .bind("bytes", note.picture().map(Note.Picture::bytes).orElse(null))
                .bind(
                        "alternative",
                        note.picture().map(Note.Picture::alternative).orElse(null))
                .mapTo(Long.class)
                .one());
        return new Note(note.id(), position, note.text(), note.published(), note.picture());
    }

    /// Newest first, those before a position.
    List<Note> before(long position, int limit) {
        return jdbi.withHandle(db -> db.createQuery(
                        "select * from note where position < :position order by position desc limit :limit")
                .bind("position", position)
                .bind("limit", limit)
                .map(Notes::read)
                .list());
    }

    Optional<Note> find(UUID id) {
        return jdbi.withHandle(db -> db.createQuery("select * from note where id = :id")
                .bind("id", id)
                .map(Notes::read)
                .findOne());
    }

    Optional<Note.Picture> picture(UUID id) {
        return jdbi.withHandle(db -> db.createQuery("select * from note where picture = :id")
                .bind("id", id)
                .map(Notes::read)
                .findOne()
                .flatMap(Note::picture));
    }

    long count() {
        return count("select count(*) from note");
    }

    long countPictures() {
        return count("select count(*) from note where picture is not null");
    }

    private long count(String sql) {
        return jdbi.withHandle(db -> db.createQuery(sql).mapTo(Long.class).one());
    }

    private static Note read(ResultSet row, StatementContext context) throws SQLException {
        @Nullable UUID picture = row.getObject("picture", UUID.class);
        return new Note(
                row.getObject("id", UUID.class),
                row.getLong("position"),
                row.getString("text"),
                row.getObject("published", OffsetDateTime.class).toInstant(),
                picture == null
                        ? Optional.empty()
                        : Optional.of(new Note.Picture(
                                picture,
                                row.getString("picture_type"),
                                row.getLong("picture_bytes"),
                                row.getString("picture_alternative"))));
    }
}
