USE [master]
