package io.sparkae.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @ParameterizedTest
    @CsvSource({
        "s3a://me:hush@bucket/x, s3a://***@bucket/x",
        "s3a://hush@bucket/x, s3a://***@bucket/x",
        "s3a://me:hu/sh@bucket/x, s3a://***@bucket/x",
        "s3a://me:hu@sh@bucket/a@b, s3a://***@bucket/a@b",
        "sftp://me:1234@host/x, sftp://***@host/x",
        "'a s3a://me:hush@b, s3a://me:hush@c', 'a s3a://***@b, s3a://***@c'",
        "abfss://container@account.dfs.core.windows.net/x, abfss://container@account.dfs.core.windows.net/x",
        "abfss://me:hush@account/x, abfss://***@account/x",
        "hdfs://host:9000/a@b, hdfs://host:9000/a@b",
        "/in/a@b://c, /in/a@b://c",
    })
    void userInfoIsTakenOut(String uri, String shown) {
        assertEquals(shown, Secrets.withoutUserInfo(uri));
        assertEquals(shown, Secrets.redacted(uri));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unmatched argument at index 1: 'spark.hadoop.fs.s3a.secret.key=hush'",
                "spark.hadoop.fs.s3a.access.key: hush",
                "{\"fs.s3a.session.token\": \"hu sh\", \"hush\": 0}",
                "https://h/x?sv=1&sig=hush&x=1",
                "x.password = hush",
                "javax.net.ssl.keyStorePassword=hush",
                "Credential=hush/20260301",
            })
    void valuesOfSecretKeysAreTakenOut(String message) {
        String shown = Secrets.redacted(message.replace(", \"hush\": 0", ""));

        assertFalse(shown.contains("hush") || shown.contains("hu sh"), shown);
        assertTrue(shown.contains(Secrets.HIDDEN), shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "training.epochs: expected >= 1, found 0",
                "file:///in/train.csv: expected 784 pixels, found 783",
                "26/11/27 INFO Tokenizer started",
                "k = 7, secrets",
                "/in/secret.csv: this user may not read it",
                "s3a://bucket/tokens/train.csv: expected a file",
            })
    void otherMessagesStayAsTheyAre(String message) {
        assertEquals(message, Secrets.redacted(message));
    }

    @Test
    void keysAreSecretByTheirNames() {
        List.of(
                        "spark.hadoop.fs.s3a.secret.key",
                        "fs.s3a.access.key",
                        "fs.s3a.session.token",
                        "a.Password",
                        "x.CREDENTIALS")
                .forEach(key -> assertTrue(Secrets.isSecret(key), key));
        List.of("knn.k", "data.train", "spark.master", "training.early-stopping.patience")
                .forEach(key -> assertFalse(Secrets.isSecret(key), key));
    }

    @Test
    void aLongMessageTakesNoTime() {
        String long1 = "://" + "a:".repeat(200_000);
        String long2 = "token".repeat(100_000) + "@://";

        assertEquals(long1, Secrets.redacted(long1));
        assertEquals(long2, Secrets.redacted(long2));
    }
}
