# Builds the program with Maven, runs it as a plain user on a Java runtime.
FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml .
RUN mvn -B -ntp dependency:go-offline
COPY src src
COPY routes routes
RUN mvn -B -ntp package -DskipTests

FROM eclipse-temurin:25-jre
RUN useradd --system --home-dir /mooring mooring && mkdir /mooring && chown mooring /mooring
USER mooring
WORKDIR /mooring
COPY --from=build /build/target/mooring.jar mooring.jar
COPY routes routes
EXPOSE 5001
# exec form: the JVM is process 1 and gets the SIGTERM on which it hands its connections over
ENTRYPOINT ["java", "-jar", "mooring.jar"]
