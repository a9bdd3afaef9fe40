# syntax=docker/dockerfile:1
# Builds the program with Maven and runs it as a plain user on a Java runtime. Nothing but /tmp needs to be writable.
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml .
RUN mvn -B -ntp dependency:go-offline
COPY src src
COPY routes routes
RUN mvn -B -ntp package -DskipTests
RUN java -Djarmode=tools -jar target/mooring.jar extract --layers --destination unpacked

FROM eclipse-temurin:25-jre
# a number, so that Kubernetes sees that it is not root
RUN groupadd --system --gid 10001 mooring \
 && useradd --system --uid 10001 --gid 10001 --home-dir /mooring --no-create-home mooring \
 && mkdir -p /mooring/aot && chown 10001:10001 /mooring/aot
WORKDIR /mooring
# what changes least comes first
COPY --from=build /build/unpacked/dependencies/ ./
COPY --from=build /build/unpacked/snapshot-dependencies/ ./
COPY src/main/docker/java.options src/main/docker/ready src/main/docker/train ./
COPY routes routes
COPY --from=build /build/unpacked/application/ ./
USER 10001:10001
# the AOT cache, for a start in half the time; where the training run's servers can't run, the image does without
RUN ./train || true
EXPOSE 5001
HEALTHCHECK --interval=5s --timeout=6s --start-period=60s --retries=3 CMD ["./ready"]
# exec form: the JVM is process 1 and gets the SIGTERM on which it hands its connections over
ENTRYPOINT ["java", "@java.options", "-jar", "mooring.jar"]
